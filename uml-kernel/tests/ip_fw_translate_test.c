// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words MASQ and REDIRECT: where they are legal, what IP_FW_CHECK answers,
 * and that what they need of the kernel is there just as long as they are.
 */
#include <kunit/test.h>
#include <net/net_namespace.h>
#include <net/netfilter/nf_conntrack_timeout.h>
#include "ip_fw_command.h"
#include "ip_fw_masq.h"

#define IS(call, answer)	KUNIT_EXPECT_EQ(test, call, answer)

static void masq_policy_on_forward_only(struct kunit *test)
{
	IS(set_policy("input", "MASQ"), -EINVAL);
	IS(set_policy("output", "MASQ"), -EINVAL);
	IS(set_policy("forward", "MASQ"), 0);
	IS(set_policy("forward", "REDIRECT"), -EINVAL);
}

static int check(const char *chain)
{
	struct ip_fwtest arg = { .fwt_packet.fwp_iph = {
		.ihl = 5, .version = 4, .protocol = IPPROTO_TCP,
	} };

	strscpy(arg.fwt_label, chain, sizeof(arg.fwt_label));
	return command(IP_FW_CHECK, &arg, sizeof(arg));
}

static void check_masquerade_and_redirect(struct kunit *test)
{
	IS(append_to("forward", "MASQ"), 0);
	IS(check("forward"), -ECONNRESET);
	IS(append_to("input", "REDIRECT"), 0);
	IS(check("input"), -ECONNABORTED);
	IS(set_policy("forward", "MASQ"), 0);
	IS(delete_at("forward", 1), 0);
	IS(check("forward"), -ECONNRESET);
}

/* Connections are tracked, and fragments put together, as long as it takes. */
static void expect_tracking(struct kunit *test, bool on)
{
	IS(ipfw_masq_is_on(&init_net), on);
	IS(ipfw_defragments(commanded()), on);
}

static void tracking_while_needed(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("MASQ");

	expect_tracking(test, false);
	IS(append_to("input", "MASQ"), 0);
	expect_tracking(test, true);
	IS(place_at(IP_FW_REPLACE, "input", 1, "ACCEPT"), 0);
	expect_tracking(test, false);
	IS(place_at(IP_FW_REPLACE, "input", 1, "MASQ"), 0);
	IS(place_at(IP_FW_INSERT, "forward", 1, "MASQ"), 0);
	IS(label_command(IP_FW_FLUSH, "input"), 0);
	expect_tracking(test, true);
	IS(delete_at("forward", 1), 0);
	expect_tracking(test, false);
	IS(append_to("forward", "MASQ"), 0);
	IS(set_policy("forward", "MASQ"), 0);
	IS(delete_rule_like("forward", &rule), 0);
	expect_tracking(test, true);
	IS(set_policy("forward", "MASQ"), 0);
	IS(set_policy("forward", "DENY"), 0);
	expect_tracking(test, false);
	IS(set_policy("forward", "MASQ"), 0);
	expect_tracking(test, true);
}

static void a_failed_command_tracks_nothing(struct kunit *test)
{
	struct ip_fwuser rule = rule_to("MASQ");

	IS(append_to("nosuch", "MASQ"), -ENOENT);
	IS(place_at(IP_FW_INSERT, "forward", 2, "MASQ"), -EINVAL);
	IS(place_at(IP_FW_REPLACE, "forward", 1, "MASQ"), -EINVAL);
	IS(delete_rule_like("forward", &rule), -EINVAL);
	IS(set_policy("output", "MASQ"), -EINVAL);
	expect_tracking(test, false);
}

static void redirect_defragments(struct kunit *test)
{
	IS(append_to("input", "REDIRECT"), 0);
	IS(ipfw_defragments(commanded()), true);
	IS(ipfw_masq_is_on(&init_net), false);
	IS(label_command(IP_FW_FLUSH, "input"), 0);
	IS(ipfw_defragments(commanded()), false);
}

/* Seconds of a state. */
static unsigned int timeout(int protocol, unsigned int state)
{
	struct nf_ct_timeout *timeout = commanded()->masq->timeouts[protocol];

	return ((unsigned int *)timeout->data)[state] / HZ;
}

static int set_timeouts(int tcp, int fin, int udp)
{
	struct ip_fw_masq new = { tcp * 100, fin * 100, udp * 100 };

	return command(IP_FW_MASQ_TIMEOUTS, &new, sizeof(new));
}

static void timeouts(struct kunit *test)
{
	IS(timeout(IPFW_MASQ_TCP, TCP_CONNTRACK_ESTABLISHED), 900);
	IS(timeout(IPFW_MASQ_TCP, TCP_CONNTRACK_FIN_WAIT), 120);
	IS(timeout(IPFW_MASQ_TCP, TCP_CONNTRACK_LAST_ACK), 30);
	IS(timeout(IPFW_MASQ_UDP, UDP_CT_REPLIED), 300);
	IS(timeout(IPFW_MASQ_ICMP, 0), 60);
	IS(set_timeouts(7, 0, 11), 0);
	IS(timeout(IPFW_MASQ_TCP, TCP_CONNTRACK_ESTABLISHED), 7);
	IS(timeout(IPFW_MASQ_TCP, TCP_CONNTRACK_FIN_WAIT), 120);
	IS(timeout(IPFW_MASQ_UDP, UDP_CT_UNREPLIED), 11);
	IS(timeout(IPFW_MASQ_UDP, UDP_CT_REPLIED), 11);
	IS(set_timeouts(-1, 13, 0), 0);
	IS(timeout(IPFW_MASQ_TCP, TCP_CONNTRACK_ESTABLISHED), 0);
	IS(timeout(IPFW_MASQ_TCP, TCP_CONNTRACK_FIN_WAIT), 13);
	IS(timeout(IPFW_MASQ_TCP, TCP_CONNTRACK_LAST_ACK), 30);
	IS(set_timeouts(900, 120, 300), 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(masq_policy_on_forward_only),
	KUNIT_CASE(check_masquerade_and_redirect),
	KUNIT_CASE(tracking_while_needed),
	KUNIT_CASE(a_failed_command_tracks_nothing),
	KUNIT_CASE(redirect_defragments),
	KUNIT_CASE(timeouts),
	{}
};

static struct kunit_suite suite = {
	.name = "ip_fw_translate",
	.init = command_begin,
	.exit = command_end,
	.test_cases = cases,
};

kunit_test_suite(suite);
