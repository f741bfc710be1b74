/* SPDX-License-Identifier: GPL-2.0-only */
#include "own_rule.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "say.h"

static bool read_protocol(struct ip_fw *fw, const char *text)
{
	static const struct { const char *name; uint16_t number; } names[] = {
		{ "icmp", IPPROTO_ICMP }, { "tcp", IPPROTO_TCP }, { "udp", IPPROTO_UDP },
	};
	unsigned long number;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(text, names[i].name)) {
			fw->fw_proto = names[i].number;
			return true;
		}
	if (!parse_number(text, 1, 255, &number))
		return false;
	fw->fw_proto = (uint16_t)number;
	return true;
}

bool own_rule_parse(struct own_rule *rule, const char *text, uint16_t port)
{
	const char *colon = strchr(text, ':');
	size_t length = colon ? (size_t)(colon - text) : strlen(text);
	struct ip_fwuser *user = &rule->change.fwc_rule;

	*rule = (struct own_rule){ .fd = -1 };
	if (!length || length >= sizeof(rule->change.fwc_label))
		return false;
	memcpy(rule->change.fwc_label, text, length);
	strcpy(user->label, IP_FW_LABEL_DIVERT);
	user->ipfw.fw_spts[1] = UINT16_MAX;
	user->ipfw.fw_dpts[1] = UINT16_MAX;
	user->ipfw.fw_tosand = UINT8_MAX;
	user->ipfw.fw_redirpt = port;
	return !colon || read_protocol(&user->ipfw, colon + 1);
}

int own_rule_set(struct own_rule *rule)
{
	rule->fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	if (rule->fd < 0)
		return -1;
	return setsockopt(rule->fd, IPPROTO_IP, IP_FW_APPEND, &rule->change, sizeof(rule->change));
}

int own_rule_remove(struct own_rule *rule)
{
	int status = setsockopt(rule->fd, IPPROTO_IP, IP_FW_DELETE, &rule->change,
				sizeof(rule->change));

	close(rule->fd);
	rule->fd = -1;
	return status;
}
