// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands and their errors (section 4 of the specification).
 */
#include <kunit/test.h>
#include <linux/cred.h>
#include <linux/ip.h>
#include <linux/string.h>
#include "ip_fw_command.h"

#define IS(call, answer)	KUNIT_EXPECT_EQ(test, call, answer)

static int refs(const char *label)
{
	return ipfw_chain_find(commanded(), label)->refs;
}

/* Numbers are 1, 2, ... */
static void expect_order(struct kunit *test, const char *label, u32 count)
{
	struct ipfw_chain *chain = ipfw_chain_find(commanded(), label);
	struct ipfw_rule *rule;
	u32 num = 0;

	list_for_each_entry(rule, &chain->rules, list) {
		IS(rule->num, ++num);
		KUNIT_EXPECT_PTR_EQ(test, rule->chain, chain);
	}
	IS(num, count);
	IS(chain->count, count);
}

/* The rules that stand in chains are known by their identity, and no others. */
static void expect_identities(struct kunit *test)
{
	struct ipfw_net *fw = commanded();
	struct ipfw_chain *chain;
	unsigned long id, known = 0;
	struct ipfw_rule *rule;

	list_for_each_entry(chain, &fw->chains, list)
		list_for_each_entry(rule, &chain->rules, list) {
			KUNIT_EXPECT_PTR_EQ(test, rule, (struct ipfw_rule *)
					    xa_load(&fw->rules, rule->id));
			known++;
		}
	xa_for_each(&fw->rules, id, rule)
		known--;
	IS(known, 0);
}

static void lengths(struct kunit *test)
{
	static const struct { int number; unsigned int length; } exact[] = {
		{ IP_FW_APPEND, 80 }, { IP_FW_REPLACE, 84 },
		{ IP_FW_DELETE_NUM, 16 }, { IP_FW_DELETE, 80 },
		{ IP_FW_INSERT, 84 }, { IP_FW_FLUSH, 9 }, { IP_FW_ZERO, 9 },
		{ IP_FW_CHECK, 72 }, { IP_FW_MASQ_TIMEOUTS, 12 },
		{ IP_FW_CREATECHAIN, 9 }, { IP_FW_DELETECHAIN, 9 },
		{ IP_FW_POLICY, 18 },
	};
	static const u8 nothing[128];
	unsigned int i, length;

	for (i = 0; i < ARRAY_SIZE(exact); i++)
		for (length = 0; length <= 100; length++)
			if (length != exact[i].length)
				IS(command(exact[i].number, nothing, length),
				   -EINVAL);
	IS(command(IP_FW_APPEND, nothing, -1), -EINVAL);
	IS(command(IP_FW_FLUSH, "input\0xxx", 9), 0);
	IS(command(IP_FW_MASQ_TIMEOUTS, nothing, 12),
	   IS_ENABLED(CONFIG_IP_MASQUERADE) ? 0 : -EINVAL);
	IS(command(IP_FW_MASQ_CTL, nothing, 12), -EINVAL);
	IS(command(IP_FW_MASQ_CTL + 1, nothing, 12), -ENOPROTOOPT);
}

/* EACCES comes before lengths, EPERM only from IP_FW_MASQ_CTL. */
static void without_capability(struct kunit *test)
{
	static const u8 nothing[128];
	struct cred *cred = prepare_creds();
	const struct cred *old;
	int number;

	KUNIT_ASSERT_NOT_NULL(test, cred);
	cap_lower(cred->cap_effective, CAP_NET_ADMIN);
	old = override_creds(cred);
	for (number = IP_FW_BASE_CTL; number <= IP_FW_LAST_CTL; number++) {
		IS(command(number, nothing, 80), -EACCES);
		IS(command(number, nothing, 0), -EACCES);
	}
	IS(command(IP_FW_MASQ_CTL, nothing, 80), -EPERM);
	revert_creds(old);
	put_cred(cred);
	IS(append_to("input", ""), 0);
}

static void missing_chain(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("");
	struct ip_fwtest check = { .fwt_label = "nochain" };

	IS(append_to("nochain", ""), -ENOENT);
	IS(place_at(IP_FW_INSERT, "nochain", 1, ""), -ENOENT);
	IS(place_at(IP_FW_REPLACE, "nochain", 1, ""), -ENOENT);
	IS(delete_at("nochain", 1), -ENOENT);
	IS(delete_rule_like("nochain", &rule), -ENOENT);
	IS(label_command(IP_FW_FLUSH, "nochain"), -ENOENT);
	IS(label_command(IP_FW_ZERO, "nochain"), -ENOENT);
	IS(label_command(IP_FW_DELETECHAIN, "nochain"), -ENOENT);
	IS(set_policy("nochain", "DENY"), -ENOENT);
	IS(command(IP_FW_CHECK, &check, sizeof(check)), -ENOENT);
}

static void label_without_end(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("");

	IS(append_to("123456789", ""), -EINVAL);
	IS(delete_at("123456789", 1), -EINVAL);
	IS(delete_rule_like("123456789", &rule), -EINVAL);
	IS(label_command(IP_FW_FLUSH, "123456789"), -EINVAL);
	IS(label_command(IP_FW_CREATECHAIN, "123456789"), -EINVAL);
	IS(label_command(IP_FW_DELETECHAIN, "123456789"), -EINVAL);
	IS(set_policy("123456789", "DENY"), -EINVAL);
	IS(set_policy("input", "123456789"), -EINVAL);
	IS(append_to("input", "123456789"), -EINVAL);
	IS(label_command(IP_FW_CREATECHAIN, "12345678"), 0);
}

static void rule_validity(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("ACCEPT");

	rule.ipfw.fw_flg = 0x0040;
	IS(append_rule("input", &rule), -EINVAL);
	rule.ipfw.fw_flg = 0x003F;
	rule.ipfw.fw_invflg = 0xFFFF;
	IS(append_rule("input", &rule), 0);
	rule = (struct ip_fwuser){ .ipfw.fw_proto = 47 };
	IS(append_rule("input", &rule), -EINVAL);
	rule.ipfw.fw_proto = IPPROTO_TCP;
	IS(append_rule("input", &rule), 0);
	rule.ipfw.fw_invflg = IP_FW_INV_PROTO;
	IS(append_rule("input", &rule), -EINVAL);
	rule = rule_to("");
	rule.ipfw.fw_dpts[0] = 1;
	IS(append_rule("input", &rule), -EINVAL);
	rule.ipfw.fw_proto = IPPROTO_ICMP;
	IS(append_rule("input", &rule), 0);
	expect_order(test, "input", 3);
}

static void empty_interface_is_a_wildcard(struct kunit *test)
{
	IS(append_to("input", ""), 0);
	IS(nth_rule("input", 1)->fw.fw_flg, IP_FW_F_WILDIF);
}

static void targets(struct kunit *test)
{
	IS(append_to("input", "nosuch"), -ENOENT);
	IS(append_to("input", "output"), -ENOENT);
	IS(append_to("input", "accept"), -ENOENT);
	IS(append_to("input", "QUEUE"), -ENOENT);
	IS(label_command(IP_FW_CREATECHAIN, "accept"), 0);
	IS(append_to("input", "accept"), 0);
	IS(append_to("input", "RETURN"), 0);
	expect_order(test, "input", 2);
}

static void divert_needs_a_port(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("DIVERT");

	if (!IS_ENABLED(CONFIG_IP_DIVERT))
		kunit_skip(test, "no divert sockets in this kernel");
	IS(append_rule("input", &rule), -EINVAL);
	rule.ipfw.fw_redirpt = 1;
	IS(append_rule("input", &rule), 0);
	rule.ipfw.fw_redirpt = 65535;
	rule.ipfw.fw_proto = 47;
	IS(append_rule("input", &rule), 0);
}

/* Chain before flags, flags before target, target before position. */
static void error_precedence(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("nosuch");

	rule.ipfw.fw_flg = 0x8000;
	IS(append_rule("nochain", &rule), -ENOENT);
	IS(append_rule("input", &rule), -EINVAL);
	rule.ipfw.fw_flg = 0;
	IS(append_rule("input", &rule), -ENOENT);
	IS(place_at(IP_FW_INSERT, "input", 9, "nosuch"), -ENOENT);
	IS(place_at(IP_FW_INSERT, "input", 9, ""), -EINVAL);
}

static void positions(struct kunit *test)
{
	IS(place_at(IP_FW_INSERT, "input", 2, ""), -EINVAL);
	IS(place_at(IP_FW_INSERT, "input", 0, ""), -EINVAL);
	IS(place_at(IP_FW_REPLACE, "input", 1, ""), -EINVAL);
	IS(delete_at("input", 1), -ENOENT);
	IS(place_at(IP_FW_INSERT, "input", 1, "ACCEPT"), 0);
	IS(place_at(IP_FW_INSERT, "input", 1, "DENY"), 0);
	IS(place_at(IP_FW_INSERT, "input", 3, "REJECT"), 0);
	IS(place_at(IP_FW_INSERT, "input", 2, "RETURN"), 0);
	IS(place_at(IP_FW_INSERT, "input", 6, ""), -EINVAL);
	IS((int)nth_rule("input", 1)->target, IPFW_T_DENY);
	IS((int)nth_rule("input", 2)->target, IPFW_T_RETURN);
	IS((int)nth_rule("input", 3)->target, IPFW_T_ACCEPT);
	IS((int)nth_rule("input", 4)->target, IPFW_T_REJECT);
	expect_order(test, "input", 4);
	IS(delete_at("input", 0), -ENOENT);
	IS(delete_at("input", 5), -ENOENT);
	IS(delete_at("input", 2), 0);
	IS((int)nth_rule("input", 2)->target, IPFW_T_ACCEPT);
	expect_order(test, "input", 3);
	expect_identities(test);
}

static void replace_keeps_counters(struct kunit *test)
{
	u64 id;

	IS(append_to("input", "ACCEPT"), 0);
	IS(append_to("input", "DENY"), 0);
	id = nth_rule("input", 1)->id;
	atomic64_set(&nth_rule("input", 1)->packets, 5);
	atomic64_set(&nth_rule("input", 1)->bytes, 420);
	IS(place_at(IP_FW_REPLACE, "input", 0, "REJECT"), -EINVAL);
	IS(place_at(IP_FW_REPLACE, "input", 3, "REJECT"), -EINVAL);
	IS(place_at(IP_FW_REPLACE, "input", 1, "REJECT"), 0);
	IS(atomic64_read(&nth_rule("input", 1)->packets), 5);
	IS(atomic64_read(&nth_rule("input", 1)->bytes), 420);
	IS((int)nth_rule("input", 1)->target, IPFW_T_REJECT);
	KUNIT_EXPECT_NE(test, nth_rule("input", 1)->id, id);
	KUNIT_EXPECT_NULL(test, xa_load(&commanded()->rules, id));
	expect_order(test, "input", 2);
	expect_identities(test);
}

static void delete_by_content(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("DENY");

	rule.ipfw.fw_mark = 5;
	rule.ipfw.fw_flg = IP_FW_F_MARKABS;
	rule.ipfw.fw_redirpt = 7;
	IS(append_to("input", "DENY"), 0);
	IS(append_rule("input", &rule), 0);
	IS(append_rule("input", &rule), 0);
	rule.ipfw.fw_tosand = 1;
	rule.ipfw.fw_mark = 9;
	rule.ipfw.fw_flg = 0;
	rule.ipfw.fw_redirpt = 8;
	IS(delete_rule_like("input", &rule), -EINVAL);
	rule.ipfw.fw_redirpt = 7;
	rule.ipfw.fw_vianame[0] = 'e';
	IS(delete_rule_like("input", &rule), -EINVAL);
	rule.ipfw.fw_vianame[0] = 0;
	atomic64_set(&nth_rule("input", 3)->packets, 1);
	IS(delete_rule_like("input", &rule), 0);
	expect_order(test, "input", 2);
	IS(atomic64_read(&nth_rule("input", 2)->packets), 1);
	IS(nth_rule("input", 1)->fw.fw_redirpt, 0);
	IS(delete_rule_like("input", &rule), 0);
	IS(delete_rule_like("input", &rule), -EINVAL);
	expect_identities(test);
}

static void chains(struct kunit *test)
{
	static const char * const reserved[] = {
		"", "-", "ACCEPT", "DENY", "REJECT", "MASQ", "REDIRECT",
		"RETURN", "DIVERT",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(reserved); i++)
		IS(label_command(IP_FW_CREATECHAIN, reserved[i]), -EINVAL);
	IS(label_command(IP_FW_CREATECHAIN, "u"), 0);
	IS(label_command(IP_FW_CREATECHAIN, "u"), -EEXIST);
	IS(label_command(IP_FW_CREATECHAIN, "input"), -EEXIST);
	IS(label_command(IP_FW_DELETECHAIN, "input"), -EBUSY);
	IS(append_to("input", "u"), 0);
	IS(append_to("u", ""), 0);
	IS(label_command(IP_FW_DELETECHAIN, "u"), -EBUSY);
	IS(label_command(IP_FW_FLUSH, "input"), 0);
	IS(label_command(IP_FW_DELETECHAIN, "u"), -ENOTEMPTY);
	IS(label_command(IP_FW_FLUSH, "u"), 0);
	IS(label_command(IP_FW_DELETECHAIN, "u"), 0);
	IS(label_command(IP_FW_DELETECHAIN, "u"), -ENOENT);
}

static void references(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("u");

	IS(label_command(IP_FW_CREATECHAIN, "u"), 0);
	IS(append_to("input", "u"), 0);
	IS(refs("u"), 1);
	IS(place_at(IP_FW_INSERT, "input", 1, "u"), 0);
	IS(place_at(IP_FW_INSERT, "input", 9, "u"), -EINVAL);
	IS(refs("u"), 2);
	IS(place_at(IP_FW_REPLACE, "input", 1, "u"), 0);
	IS(place_at(IP_FW_REPLACE, "input", 9, "u"), -EINVAL);
	IS(refs("u"), 2);
	IS(place_at(IP_FW_REPLACE, "input", 1, "DENY"), 0);
	IS(refs("u"), 1);
	IS(delete_rule_like("input", &rule), 0);
	IS(refs("u"), 0);
	IS(append_to("output", "u"), 0);
	IS(append_to("output", "u"), 0);
	IS(delete_at("output", 1), 0);
	IS(refs("u"), 1);
	IS(label_command(IP_FW_FLUSH, "output"), 0);
	IS(refs("u"), 0);
	IS(refs("input"), 1);
	expect_identities(test);
}

static void policies(struct kunit *test)
{
	static const char * const none[] = {
		"RETURN", "REDIRECT", "DIVERT", "", "-", "u", "deny", "QUEUE",
	};
	static const char * const builtin[] = { "input", "forward", "output" };
	unsigned int i, j;

	IS(label_command(IP_FW_CREATECHAIN, "u"), 0);
	for (i = 0; i < ARRAY_SIZE(builtin); i++) {
		IS(set_policy(builtin[i], "DENY"), 0);
		IS(set_policy(builtin[i], "REJECT"), 0);
		IS(set_policy(builtin[i], "ACCEPT"), 0);
		for (j = 0; j < ARRAY_SIZE(none); j++)
			IS(set_policy(builtin[i], none[j]), -EINVAL);
	}
	IS(set_policy("input", "MASQ"), -EINVAL);
	IS(set_policy("output", "MASQ"), -EINVAL);
	IS(set_policy("u", "DENY"), -EINVAL);
}

static void zero_leaves_policy(struct kunit *test)
{
	struct ipfw_chain *input = ipfw_chain_find(commanded(), "input");

	IS(append_to("input", ""), 0);
	IS(append_to("output", ""), 0);
	atomic64_set(&nth_rule("input", 1)->packets, 1);
	atomic64_set(&nth_rule("input", 1)->bytes, 2);
	atomic64_set(&nth_rule("output", 1)->packets, 3);
	atomic64_set(&input->packets, 4);
	IS(label_command(IP_FW_ZERO, "input"), 0);
	IS(atomic64_read(&nth_rule("input", 1)->packets), 0);
	IS(atomic64_read(&nth_rule("input", 1)->bytes), 0);
	IS(atomic64_read(&nth_rule("output", 1)->packets), 3);
	IS(atomic64_read(&input->packets), 4);
	atomic64_set(&input->packets, 0);
}

/* From 192.0.2.2 port 1024 to 198.51.100.2 port 80, as the tool would send. */
static struct ip_fwtest packet_for(const char *chain)
{
	struct ip_fwtest check = {
		.fwt_packet = {
			.fwp_iph = {
				.ihl = 5,
				.version = 4,
				.tot_len = (__force __be16)60,
				.protocol = IPPROTO_TCP,
				.saddr = htonl(0xC0000202),
				.daddr = htonl(0xC6336402),
			},
			.fwp_protoh.fwp_tcph = {
				.source = htons(1024),
				.dest = htons(80),
			},
			.fwp_vianame = "eth0",
		},
	};

	strscpy(check.fwt_label, chain, sizeof(check.fwt_label));
	return check;
}

static int check(const char *chain)
{
	struct ip_fwtest arg = packet_for(chain);

	return command(IP_FW_CHECK, &arg, sizeof(arg));
}

static void check_answers(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("DIVERT");

	IS(label_command(IP_FW_CREATECHAIN, "u"), 0);
	IS(check("input"), 0);
	IS(check("u"), -ENFILE);
	IS(set_policy("input", "DENY"), 0);
	IS(check("input"), -ETIMEDOUT);
	IS(append_to("input", "ACCEPT"), 0);
	IS(check("input"), 0);
	IS(place_at(IP_FW_REPLACE, "input", 1, "REJECT"), 0);
	IS(check("input"), -ECONNREFUSED);
	IS(append_to("u", "u"), 0);
	IS(check("u"), -ELOOP);
	IS(place_at(IP_FW_REPLACE, "input", 1, "u"), 0);
	IS(check("input"), -ELOOP);
	IS(atomic64_read(&nth_rule("input", 1)->packets), 0);
	if (!IS_ENABLED(CONFIG_IP_DIVERT))
		return;
	rule.ipfw.fw_redirpt = 5;
	IS(append_rule("forward", &rule), 0);
	IS(check("forward"), -EREMOTE);
}

static int check_packet(const struct ip_fwtest *arg)
{
	return command(IP_FW_CHECK, arg, sizeof(*arg));
}

static void check_arguments(struct kunit *test)
{
	struct ip_fwtest arg = packet_for("input");
	struct ip_fwuser rule = rule_to("REJECT");

	strscpy(rule.ipfw.fw_vianame, "nosuch", sizeof(rule.ipfw.fw_vianame));
	IS(append_rule("input", &rule), 0);
	IS(check_packet(&arg), 0);
	memset(arg.fwt_packet.fwp_vianame, 0, 16);
	strscpy(arg.fwt_packet.fwp_vianame, "nosuch", 16);
	IS(check_packet(&arg), -ECONNREFUSED);
	arg.fwt_packet.fwp_iph.ihl = 6;
	IS(check_packet(&arg), -EINVAL);
	memset(&arg, 0x45, 20);
	IS(check_packet(&arg), -ECONNREFUSED);
	arg.fwt_packet.fwp_iph.protocol = IPPROTO_TCP;
	arg.fwt_packet.fwp_iph.frag_off = htons(1);
	IS(check_packet(&arg), -ETIMEDOUT);
	memset(arg.fwt_label, 'x', sizeof(arg.fwt_label));
	IS(check_packet(&arg), -EINVAL);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(lengths),
	KUNIT_CASE(without_capability),
	KUNIT_CASE(missing_chain),
	KUNIT_CASE(label_without_end),
	KUNIT_CASE(rule_validity),
	KUNIT_CASE(empty_interface_is_a_wildcard),
	KUNIT_CASE(targets),
	KUNIT_CASE(divert_needs_a_port),
	KUNIT_CASE(error_precedence),
	KUNIT_CASE(positions),
	KUNIT_CASE(replace_keeps_counters),
	KUNIT_CASE(delete_by_content),
	KUNIT_CASE(chains),
	KUNIT_CASE(references),
	KUNIT_CASE(policies),
	KUNIT_CASE(zero_leaves_policy),
	KUNIT_CASE(check_answers),
	KUNIT_CASE(check_arguments),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_ctl",
	.init = command_begin,
	.exit = command_end,
	.test_cases = cases,
};

kunit_test_suite(suite);
