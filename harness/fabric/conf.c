// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf.h"

#define CONF_SIZE_MAX (4u << 20)	/* bytes of a file */
#define DELAY_MAX 1000000000000000ull	/* ns; eleven days */
#define RATE_MAX 1000000000000ull	/* bit/s */

/* The line that is being read. */
struct reader {
	struct conf *conf;
	struct conf_error *error;
	char *rest;
};

static int bad(struct reader *reader, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int bad(struct reader *reader, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(reader->error->reason, CONF_REASON, format, values);
	va_end(values);
	return -1;
}

/* The next word of the line, or NULL. */
static char *word(struct reader *reader)
{
	char *start = reader->rest + strspn(reader->rest, " \t");
	size_t length = strcspn(start, " \t");

	if (length == 0)
		return NULL;
	reader->rest = start + length;
	if (*reader->rest)
		*reader->rest++ = '\0';
	return start;
}

static int want(struct reader *reader, const char *expected)
{
	const char *found = word(reader);

	if (!found || strcmp(found, expected) != 0)
		return bad(reader, "'%s' expected, not '%s'", expected, found ? found : "the end");
	return 0;
}

static int end(struct reader *reader)
{
	const char *found = word(reader);

	return found ? bad(reader, "'%s' is too much", found) : 0;
}

static int number(struct reader *reader, const char *what, uint64_t most, uint64_t *value)
{
	const char *text = word(reader);
	char *stop;

	if (!text)
		return bad(reader, "%s is missing", what);
	errno = 0;
	*value = strtoull(text, &stop, 10);
	if (!isdigit((unsigned char)text[0]) || *stop || errno || *value > most)
		return bad(reader, "%s must be a number from 0 to %llu, not '%s'", what,
			   (unsigned long long)most, text);
	return 0;
}

static int name(struct reader *reader, const char *what, char *to)
{
	const char *text = word(reader);

	if (!text)
		return bad(reader, "the name of the %s is missing", what);
	if (strlen(text) >= CONF_NAME || !islower((unsigned char)text[0]) ||
	    strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_") != strlen(text))
		return bad(reader, "'%s' is no name for a %s (a-z, 0-9, -, _; at most %d)", text,
			   what, CONF_NAME - 1);
	strcpy(to, text);
	return 0;
}

/* Make room for one more element and clear it. NULL with the reason set. */
static void *more(struct reader *reader, void *array, size_t *count, size_t size)
{
	void **elements = array;
	char *grown = realloc(*elements, (*count + 1) * size);

	if (!grown) {
		bad(reader, "no memory");
		return NULL;
	}
	*elements = grown;
	memset(grown + *count * size, 0, size);
	return grown + (*count)++ * size;
}

static int copy(struct reader *reader, const char *what, char **to)
{
	const char *text = word(reader);

	if (!text)
		return bad(reader, "%s is missing", what);
	*to = strdup(text);
	return *to ? 0 : bad(reader, "no memory");
}

static int find_machine(struct reader *reader, size_t *index)
{
	const char *text = word(reader);

	for (*index = 0; text && *index < reader->conf->machines; ++*index)
		if (strcmp(text, reader->conf->machine[*index].name) == 0)
			return 0;
	return bad(reader, "no machine '%s' before this line", text ? text : "");
}

static int find_segment(struct reader *reader, size_t *index)
{
	const char *text = word(reader);

	for (*index = 0; text && *index < reader->conf->segments; ++*index)
		if (strcmp(text, reader->conf->segment[*index].name) == 0)
			return 0;
	return bad(reader, "no segment '%s' before this line", text ? text : "");
}

static int read_seed(struct reader *reader)
{
	if (number(reader, "the seed", UINT64_MAX, &reader->conf->seed) < 0)
		return -1;
	return end(reader);
}

static int read_segment(struct reader *reader)
{
	struct conf *conf = reader->conf;
	struct conf_segment *segment = more(reader, &conf->segment, &conf->segments,
					    sizeof(*segment));
	const char *next;

	if (!segment || name(reader, "segment", segment->name) < 0 ||
	    want(reader, "delay") < 0 ||
	    number(reader, "the delay", DELAY_MAX, &segment->delay) < 0)
		return -1;
	for (size_t i = 0; i + 1 < conf->segments; i++)
		if (strcmp(conf->segment[i].name, segment->name) == 0)
			return bad(reader, "segment '%s' is there already", segment->name);
	next = word(reader);
	if (!next)
		return 0;
	if (strcmp(next, "rate") != 0)
		return bad(reader, "'rate' expected, not '%s'", next);
	if (number(reader, "the rate", RATE_MAX, &segment->rate) < 0)
		return -1;
	if (segment->rate == 0)
		return bad(reader, "the rate must be above 0");
	return end(reader);
}

static int read_machine(struct reader *reader)
{
	struct conf *conf = reader->conf;
	struct conf_machine *machine = more(reader, &conf->machine, &conf->machines,
					    sizeof(*machine));
	char *late;

	if (!machine || name(reader, "machine", machine->name) < 0 ||
	    want(reader, "id") < 0 || number(reader, "the id", UINT32_MAX, &machine->id) < 0 ||
	    want(reader, "kernel") < 0 || copy(reader, "the kernel's path", &machine->kernel) < 0 ||
	    want(reader, "initrd") < 0 || copy(reader, "the initrd's path", &machine->initrd) < 0 ||
	    want(reader, "mem") < 0 || copy(reader, "the memory", &machine->mem) < 0)
		return -1;
	for (size_t i = 0; i + 1 < conf->machines; i++) {
		if (strcmp(conf->machine[i].name, machine->name) == 0)
			return bad(reader, "machine '%s' is there already", machine->name);
		if (conf->machine[i].id == machine->id)
			return bad(reader, "machine '%s' has this id already",
				   conf->machine[i].name);
	}
	if (strspn(machine->mem, "0123456789") == 0 ||
	    strspn(machine->mem, "0123456789KMG") != strlen(machine->mem))
		return bad(reader, "'%s' is no size of memory", machine->mem);
	late = reader->rest + strspn(reader->rest, " \t");
	if (strncmp(late, "late", 4) == 0 && (!late[4] || isblank((unsigned char)late[4]))) {
		machine->late = true;
		late += 4 + strspn(late + 4, " \t");
	}
	machine->words = strdup(late);
	return machine->words ? 0 : bad(reader, "no memory");
}

static int read_mac(struct reader *reader, uint8_t mac[6])
{
	const char *text = word(reader);
	int length = 0;

	if (!text || sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%n", &mac[0], &mac[1],
			    &mac[2], &mac[3], &mac[4], &mac[5], &length) != 6 ||
	    text[length] || strspn(text, "0123456789abcdefABCDEF:") != 17)
		return bad(reader, "'%s' is no MAC address", text ? text : "");
	if (mac[0] & 1)
		return bad(reader, "'%s' is a group's address", text);
	return 0;
}

static bool stream_taken(const struct conf *conf, size_t machine, const char *name)
{
	for (size_t i = 0; i + 1 < conf->streams; i++)
		if (conf->stream[i].machine == machine && strcmp(conf->stream[i].name, name) == 0)
			return true;
	return false;
}

static int read_nic(struct reader *reader)
{
	struct conf *conf = reader->conf;
	struct conf_nic *nic = more(reader, &conf->nic, &conf->nics, sizeof(*nic));

	if (!nic || find_machine(reader, &nic->machine) < 0 ||
	    name(reader, "device", nic->device) < 0 || find_segment(reader, &nic->segment) < 0 ||
	    read_mac(reader, nic->mac) < 0)
		return -1;
	for (size_t i = 0; i + 1 < conf->nics; i++)
		if (conf->nic[i].machine == nic->machine &&
		    strcmp(conf->nic[i].device, nic->device) == 0)
			return bad(reader, "the machine has a device '%s' already", nic->device);
	return end(reader);
}

static int read_stream(struct reader *reader, bool logged)
{
	struct conf *conf = reader->conf;
	struct conf_stream *stream = more(reader, &conf->stream, &conf->streams, sizeof(*stream));

	if (!stream || find_machine(reader, &stream->machine) < 0 ||
	    name(reader, logged ? "console" : "port", stream->name) < 0)
		return -1;
	stream->logged = logged;
	if (stream_taken(conf, stream->machine, stream->name))
		return bad(reader, "the machine has a stream '%s' already", stream->name);
	if (logged && strcmp(stream->name, "boot") == 0)
		return bad(reader, "'boot' is the name of another file of the machine");
	return end(reader);
}

static int read_line(struct reader *reader)
{
	const char *what;

	for (const char *c = reader->rest; *c; c++)
		if ((unsigned char)*c < ' ' && *c != '\t')
			return bad(reader, "a control character");
	what = word(reader);
	if (!what || what[0] == '#')
		return 0;
	if (strcmp(what, "seed") == 0)
		return read_seed(reader);
	if (strcmp(what, "segment") == 0)
		return read_segment(reader);
	if (strcmp(what, "machine") == 0)
		return read_machine(reader);
	if (strcmp(what, "nic") == 0)
		return read_nic(reader);
	if (strcmp(what, "console") == 0)
		return read_stream(reader, true);
	if (strcmp(what, "port") == 0)
		return read_stream(reader, false);
	return bad(reader, "'%s' is none of seed, segment, machine, nic, console, port", what);
}

int conf_parse(struct conf *conf, const char *text, struct conf_error *error)
{
	struct reader reader = { .conf = conf, .error = error };
	char *copy_of_text = strdup(text), *line, *next = copy_of_text;
	int result = copy_of_text ? 0 : bad(&reader, "no memory");

	*conf = (struct conf){ 0 };
	error->line = 0;
	while (result == 0 && next && *next) {
		line = next;
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		error->line++;
		reader.rest = line;
		result = read_line(&reader);
	}
	if (result == 0 && conf->machines == 0) {
		error->line = 0;
		result = bad(&reader, "no machine is declared");
	}
	free(copy_of_text);
	return result;
}

int conf_read(struct conf *conf, const char *path, struct conf_error *error)
{
	FILE *file = fopen(path, "re");
	struct reader reader = { .error = error };
	size_t length;
	char *text;
	int result;

	*conf = (struct conf){ 0 };
	error->line = 0;
	if (!file)
		return bad(&reader, "%s", strerror(errno));
	text = calloc(1, CONF_SIZE_MAX + 1);
	length = text ? fread(text, 1, CONF_SIZE_MAX, file) : 0;
	if (!text)
		result = bad(&reader, "no memory");
	else if (ferror(file))
		result = bad(&reader, "%s", strerror(errno));
	else if (strlen(text) != length)
		result = bad(&reader, "a NUL byte");
	else
		result = conf_parse(conf, text, error);
	free(text);
	fclose(file);
	return result;
}

void conf_free(struct conf *conf)
{
	for (size_t i = 0; i < conf->machines; i++) {
		free(conf->machine[i].kernel);
		free(conf->machine[i].initrd);
		free(conf->machine[i].mem);
		free(conf->machine[i].words);
	}
	free(conf->segment);
	free(conf->machine);
	free(conf->nic);
	free(conf->stream);
	*conf = (struct conf){ 0 };
}
