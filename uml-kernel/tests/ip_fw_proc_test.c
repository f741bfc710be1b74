// SPDX-License-Identifier: GPL-2.0-only
/*
 * /proc/net/ip_fwnames and ip_fwchains, read through the files themselves
 * (section 5 of the specification).
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "ip_fw_command.h"

#define NAMES		"self/net/" IP_FW_PROC_CHAIN_NAMES
#define CHAINS		"self/net/" IP_FW_PROC_CHAINS
#define TEXT		65536
#define MANY		300

static struct vfsmount *proc;
static char *text;

static int begin(struct kunit *test)
{
	struct file_system_type *type = get_fs_type("proc");

	proc = kern_mount(type);
	put_filesystem(type);
	if (IS_ERR(proc))
		return PTR_ERR(proc);
	text = vzalloc(TEXT);
	if (text && !command_begin(test))
		return 0;
	vfree(text);
	kern_unmount(proc);
	return -ENOMEM;
}

static void end(struct kunit *test)
{
	command_end(test);
	vfree(text);
	kern_unmount(proc);
}

static struct file *open_file(struct kunit *test, const char *name, int flags)
{
	struct path root = { .mnt = proc, .dentry = proc->mnt_root };
	struct file *file = file_open_root(&root, name, flags, 0);

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	return file;
}

/*
 * All of a file, read in pieces of @size; a piece must end a line unless @size
 * is smaller than one.
 */
static size_t read_all(struct kunit *test, const char *name, int flags,
		       size_t size)
{
	struct file *file = open_file(test, name, flags);
	loff_t pos = 0;
	ssize_t got;

	memset(text, 0, TEXT);
	while ((got = kernel_read(file, text + pos,
				  min_t(size_t, size, TEXT - 1 - pos),
				  &pos)) > 0)
		if (size >= 200)
			KUNIT_EXPECT_EQ(test, text[pos - 1], '\n');
	KUNIT_EXPECT_EQ(test, got, 0);
	fput(file);
	return pos;
}

static void names(struct kunit *test)
{
	struct ipfw_chain *input = ipfw_chain_find(commanded(), "input");

	read_all(test, NAMES, O_RDONLY, 4096);
	KUNIT_EXPECT_STREQ(test, text,
"input ACCEPT 1 0 0 0 0\nforward ACCEPT 1 0 0 0 0\noutput ACCEPT 1 0 0 0 0\n");
	label_command(IP_FW_CREATECHAIN, "zulu");
	label_command(IP_FW_CREATECHAIN, "alpha");
	append_to("output", "alpha");
	set_policy("forward", "REJECT");
	atomic64_set(&input->packets, 0x100000002LL);
	atomic64_set(&input->bytes, 0x3FFFFFFFFLL);
	read_all(test, NAMES, O_RDWR, 4096);
	KUNIT_EXPECT_STREQ(test, text,
"input ACCEPT 1 1 2 3 4294967295\nforward REJECT 1 0 0 0 0\noutput ACCEPT 1 0 0 0 0\nzulu - 0 0 0 0 0\nalpha - 1 0 0 0 0\n");
	KUNIT_EXPECT_EQ(test, atomic64_read(&input->packets), 0x100000002LL);
	atomic64_set(&input->packets, 0);
	atomic64_set(&input->bytes, 0);
}

static void no_rules(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, read_all(test, CHAINS, O_RDONLY, 4096), 0);
}

static void line_of_a_divert_rule(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("DIVERT");

	if (!IS_ENABLED(CONFIG_IP_DIVERT))
		kunit_skip(test, "no divert sockets in this kernel");
	rule.ipfw.fw_proto = IPPROTO_ICMP;
	rule.ipfw.fw_redirpt = 1234;
	append_rule("input", &rule);
	KUNIT_EXPECT_EQ(test, read_all(test, CHAINS, O_RDONLY, 4096), 143);
	KUNIT_EXPECT_STREQ(test, text,
"    input 00000000/00000000->00000000/00000000 - 10 0 1 0         0         0         0         0-65535 0-65535 AFF X00 000004D2 0 0    DIVERT\n");
}

static void line_of_every_criterion(struct kunit *test)
{
	struct ip_fwuser rule = {
		.ipfw = {
			.fw_src = { htonl(0x0A010203) },
			.fw_smsk = { htonl(0xFFFFFFFF) },
			.fw_dst = { htonl(0x0A000000) },
			.fw_dmsk = { htonl(0xFF000000) },
			.fw_mark = 7,
			.fw_proto = IPPROTO_TCP,
			.fw_flg = 0x1B,
			.fw_invflg = IP_FW_INV_DSTIP,
			.fw_spts = { 1024, 65535 },
			.fw_dpts = { 80, 80 },
			.fw_vianame = "eth",
			.fw_tosand = 0x01,
			.fw_tosxor = 0x10,
		},
		.label = "REJECT",
	};

	append_rule("output", &rule);
	read_all(test, CHAINS, O_RDONLY, 4096);
	KUNIT_EXPECT_STREQ(test, text,
"   output 0A010203/FFFFFFFF->0A000000/FF000000 eth 1B 2 6 0         0         0         0         1024-65535 80-80 A01 X10 00000000 7 0    REJECT\n");
}

/* Each field at its widest; the interface without a NUL. */
static void longest_line(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("12345678");
	struct ipfw_rule *stored;

	memset(&rule.ipfw, 0xFF, sizeof(rule.ipfw));
	rule.ipfw.fw_flg = IP_FW_F_MASK;
	rule.ipfw.fw_invflg = 0xFFFB;
	rule.ipfw.fw_proto = IPPROTO_UDP;
	rule.ipfw.fw_spts[0] = 10000;
	rule.ipfw.fw_dpts[0] = 10000;
	memset(rule.ipfw.fw_vianame, 'v', 16);
	label_command(IP_FW_CREATECHAIN, "12345678");
	append_rule("12345678", &rule);
	stored = nth_rule("12345678", 1);
	KUNIT_ASSERT_NOT_NULL(test, stored);
	atomic64_set(&stored->packets, -1);
	atomic64_set(&stored->bytes, -1);
	read_all(test, CHAINS, O_RDONLY, 4096);
	KUNIT_EXPECT_STREQ(test, text,
" 12345678 FFFFFFFF/FFFFFFFF->FFFFFFFF/FFFFFFFF vvvvvvvvvvvvvvvv 3F FFFB 17 4294967295 4294967295 4294967295 4294967295 10000-65535 10000-65535 AFF XFF 0000FFFF 4294967295 65535  12345678\n");
}

static void many_rules(struct kunit *test)
{
	static const char * const order[] = { "input", "output", "u" };
	unsigned int i;

	label_command(IP_FW_CREATECHAIN, "u");
	for (i = 0; i < MANY; i++) {
		struct ip_fwuser rule = rule_to(i % 2 ? "" : "DENY");

		rule.ipfw.fw_mark = 1 + i;
		append_rule(order[i * 3 / MANY], &rule);
	}
}

/* Every rule once and in order, whatever the reader's buffer. */
static void listing_in_pieces(struct kunit *test)
{
	static const size_t sizes[] = { 4096, 512, 200, 100, 7, 1, TEXT };
	unsigned int i, mark, value;
	size_t length, first = 0;
	const char *line;

	many_rules(test);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		length = read_all(test, CHAINS, O_RDONLY, sizes[i]);
		first = first ?: length;
		KUNIT_EXPECT_EQ(test, length, first);
		line = text;
		for (mark = 1; mark <= MANY; mark++) {
			line = strstr(line, " 00000000 ");
			KUNIT_ASSERT_NOT_NULL(test, line);
			line += strlen(" 00000000 ");
			KUNIT_ASSERT_EQ(test, 1, sscanf(line, "%u", &value));
			KUNIT_ASSERT_EQ(test, value, mark);
		}
	}
}

static void set_counters(void)
{
	struct ipfw_chain *chain;
	struct ipfw_rule *rule;

	list_for_each_entry(chain, &commanded()->chains, list)
		list_for_each_entry(rule, &chain->rules, list) {
			atomic64_set(&rule->packets, 5);
			atomic64_set(&rule->bytes, 420);
		}
}

/* Rules whose counters are zero; -1 if packets and bytes disagree. */
static int zeroed(void)
{
	struct ipfw_chain *chain;
	struct ipfw_rule *rule;
	int count = 0;

	list_for_each_entry(chain, &commanded()->chains, list)
		list_for_each_entry(rule, &chain->rules, list) {
			if (!atomic64_read(&rule->packets) !=
			    !atomic64_read(&rule->bytes))
				return -1;
			count += !atomic64_read(&rule->packets);
		}
	return count;
}

static unsigned int lines_with_counters(void)
{
	const char *line = text;
	unsigned int count = 0;

	while ((line = strstr(line, " 0         5         0         420 "))) {
		line++;
		count++;
	}
	return count;
}

static void reading_leaves_counters(struct kunit *test)
{
	many_rules(test);
	set_counters();
	read_all(test, CHAINS, O_RDONLY, 4096);
	KUNIT_EXPECT_EQ(test, lines_with_counters(), MANY);
	KUNIT_EXPECT_EQ(test, zeroed(), 0);
}

static void reading_for_writing_zeroes(struct kunit *test)
{
	struct ipfw_chain *input = ipfw_chain_find(commanded(), "input");

	many_rules(test);
	set_counters();
	atomic64_set(&input->packets, 3);
	read_all(test, CHAINS, O_RDWR, 512);
	KUNIT_EXPECT_EQ(test, lines_with_counters(), MANY);
	KUNIT_EXPECT_EQ(test, zeroed(), MANY);
	KUNIT_EXPECT_EQ(test, atomic64_read(&input->packets), 3);
	atomic64_set(&input->packets, 0);
}

/* A line that was not handed over keeps its counters. */
static void only_lines_read_are_zeroed(struct kunit *test)
{
	struct file *file;
	loff_t pos = 0;

	many_rules(test);
	set_counters();
	file = open_file(test, CHAINS, O_RDWR);
	KUNIT_EXPECT_EQ(test, zeroed(), 0);
	KUNIT_EXPECT_GT(test, kernel_read(file, text, 512, &pos), 0);
	KUNIT_EXPECT_EQ(test, zeroed(), 512 / 143);
	KUNIT_EXPECT_EQ(test, vfs_llseek(file, 20 * 143, SEEK_SET), 20 * 143);
	KUNIT_EXPECT_EQ(test, zeroed(), 512 / 143);
	pos = 143;
	KUNIT_EXPECT_GT(test, kernel_read(file, text, 512, &pos), 0);
	KUNIT_EXPECT_EQ(test, zeroed(), 512 / 143);
	fput(file);
}

static void modes_and_seeking(struct kunit *test)
{
	static const char * const files[] = { NAMES, CHAINS };
	struct file *file;
	int i;

	for (i = 0; i < ARRAY_SIZE(files); i++) {
		file = open_file(test, files[i], O_RDWR);
		KUNIT_EXPECT_EQ(test, file_inode(file)->i_mode & 07777, 0600);
		KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_END), -EINVAL);
		KUNIT_EXPECT_EQ(test, vfs_llseek(file, 0, SEEK_SET), 0);
		fput(file);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(names),
	KUNIT_CASE(no_rules),
	KUNIT_CASE(line_of_a_divert_rule),
	KUNIT_CASE(line_of_every_criterion),
	KUNIT_CASE(longest_line),
	KUNIT_CASE(listing_in_pieces),
	KUNIT_CASE(reading_leaves_counters),
	KUNIT_CASE(reading_for_writing_zeroes),
	KUNIT_CASE(only_lines_read_are_zeroed),
	KUNIT_CASE(modes_and_seeking),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_proc",
	.init = begin,
	.exit = end,
	.test_cases = cases,
};

kunit_test_suite(suite);
