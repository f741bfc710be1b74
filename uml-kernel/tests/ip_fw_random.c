// SPDX-License-Identifier: GPL-2.0-only
#include <asm/unaligned.h>
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/string.h>
#include "ip_fw_random.h"

#define PICK(pool)	((pool)[random_below(ARRAY_SIZE(pool))])

static unsigned long seed = 20000227;
module_param(seed, ulong, 0444);

static u64 state;

void random_begin(struct kunit *test)
{
	state = seed;
	kunit_info(test, "ip_fw_random.seed=%lu\n", seed);
}

/* SplitMix64. */
u32 random_below(u32 bound)
{
	u64 z = state += 0x9E3779B97F4A7C15ULL;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
	z ^= z >> 31;
	return (u32)(((z >> 32) * bound) >> 32);
}

static const u32 addresses[] = {
	0xC0000202, 0xC0000201, 0xC6336402, 0x00000000, 0xFFFFFFFF,
};

static const u32 masks[] = {
	0, 0, 0, 0, 0xFFFFFFFF, 0xFFFFFF00, 0xFF00FFFF, 0x00000001, 0x80000000,
};

static const u16 protocols[] = { 0, 0, 0, 0, 1, 6, 6, 6, 17, 17, 47, 262 };
static const u16 ports[] = { 0, 1, 3, 8, 53, 79, 80, 81, 1024, 65534, 65535 };
static const u8 tcp_flags[] = { 0x00, 0x02, 0x03, 0x06, 0x10, 0x12, 0xC2 };
static const char * const devices[] = { "eth0", "eth1", "lo", "eth", "ppp0" };
static const char * const patterns[] = {
	"", "", "", "", "", "", "eth0", "eth", "lo", "e", "eth00", "abcdefghijklmnop",
};

static void random_range(unsigned int range[2])
{
	if (random_below(3)) {
		range[0] = 0;
		range[1] = 0xFFFF;
		return;
	}
	range[0] = PICK(ports);
	range[1] = random_below(3) ? max_t(u32, range[0], PICK(ports)) :
				     PICK(ports);
}

/* Host bits outside the mask are rare, as they make a rule that never matches */
static u32 random_network(u32 mask)
{
	u32 address = PICK(addresses);

	return random_below(8) ? address & mask : address;
}

/* @common: one of so many has @flag. */
static unsigned int sometimes(u32 common, unsigned int flag)
{
	return random_below(common) ? 0 : flag;
}

void random_rule(struct model_rule *rule)
{
	const char *via;

	memset(rule, 0, sizeof(*rule));
	rule->smask = PICK(masks);
	rule->src = random_network(rule->smask);
	rule->dmask = PICK(masks);
	rule->dst = random_network(rule->dmask);
	via = PICK(patterns);
	memcpy(rule->via, via, strnlen(via, sizeof(rule->via)));
	rule->proto = PICK(protocols);
	rule->flags = sometimes(8, MODEL_TCPSYN) | sometimes(8, MODEL_FRAG) |
		      sometimes(3, MODEL_WILDIF);
	rule->inverse = sometimes(rule->smask ? 3 : 20, MODEL_INV_SRCIP) |
			sometimes(rule->dmask ? 3 : 20, MODEL_INV_DSTIP) |
			sometimes(3, MODEL_INV_PROTO) |
			sometimes(6, MODEL_INV_SRCPT) |
			sometimes(6, MODEL_INV_DSTPT) |
			sometimes(rule->via[0] ? 3 : 20, MODEL_INV_VIA) |
			sometimes(rule->flags & MODEL_TCPSYN ? 2 : 30,
				  MODEL_INV_SYN) |
			sometimes(rule->flags & MODEL_FRAG ? 2 : 30,
				  MODEL_INV_FRAG);
	random_range(rule->sport);
	random_range(rule->dport);
}

static u16 random_length(u32 header)
{
	static const u16 payloads[] = { 7, 8, 15, 16, 20, 64, 64, 64 };

	return random_below(30) ? header + PICK(payloads) : random_below(40);
}

/* Most packets are whole; offsets are at the edges of S2.1 and S2.5. */
static u16 random_fragment(void)
{
	static const u16 offsets[] = { 1, 2, 185, 255, 256, 512, 8191 };
	u16 word = random_below(2) ? 0x4000 : 0;

	if (!random_below(4))
		word |= 0x2000;
	if (!random_below(4))
		word |= PICK(offsets);
	return word;
}

const char *random_packet(u8 bytes[RANDOM_PACKET])
{
	u32 words = random_below(8) ? 5 : 5 + random_below(11);
	u8 *transport = bytes + words * 4;
	u32 i;

	for (i = 0; i < RANDOM_PACKET; i++)
		bytes[i] = random_below(256);
	bytes[0] = 0x40 | words;
	put_unaligned_be16(random_length(words * 4), bytes + 2);
	put_unaligned_be16(random_fragment(), bytes + 6);
	bytes[9] = PICK(protocols);
	put_unaligned_be32(PICK(addresses), bytes + 12);
	put_unaligned_be32(PICK(addresses), bytes + 16);
	put_unaligned_be16(PICK(ports), transport);
	put_unaligned_be16(PICK(ports), transport + 2);
	if (bytes[9] == 1) {
		transport[0] = PICK(ports);
		transport[1] = PICK(ports);
	}
	if (random_below(4))
		transport[13] = PICK(tcp_flags);
	return PICK(devices);
}

void rule_as_stored(struct ip_fw *fw, const struct model_rule *rule)
{
	memset(fw, 0, sizeof(*fw));
	fw->fw_src.s_addr = htonl(rule->src);
	fw->fw_smsk.s_addr = htonl(rule->smask);
	fw->fw_dst.s_addr = htonl(rule->dst);
	fw->fw_dmsk.s_addr = htonl(rule->dmask);
	fw->fw_proto = rule->proto;
	fw->fw_flg = rule->flags;
	fw->fw_invflg = rule->inverse;
	fw->fw_spts[0] = rule->sport[0];
	fw->fw_spts[1] = rule->sport[1];
	fw->fw_dpts[0] = rule->dport[0];
	fw->fw_dpts[1] = rule->dport[1];
	fw->fw_redirpt = rule->port;
	memcpy(fw->fw_vianame, rule->via, sizeof(fw->fw_vianame));
	if (!fw->fw_vianame[0])
		fw->fw_flg |= IP_FW_F_WILDIF;
}
