/* SPDX-License-Identifier: GPL-2.0-only */
/* abi_policy.c - POLICY: which chain takes which */
#include <errno.h>

#include "answer.h"
#include "claim.h"
#include "command.h"
#include "groups.h"
#include "listing.h"

static const char *const builtins[] = { "input", "forward", "output" };

static void legal(const char *policy)
{
	size_t i;

	for (i = 0; i < 3; i++) {
		accepted(set_policy(builtins[i], policy), "%s for %s", policy, builtins[i]);
		claim_text(listed_chain(builtins[i])->policy, policy, "it is listed");
	}
}

/* S1.12-S1.14, S1.16, S4.42 */
void group_policy(void)
{
	static const char *const illegal[] = {
		"RETURN", "REDIRECT", "DIVERT", "", "-", "user", "input", "accept", "ACCEPTED",
		"QUEUE", "nosuch", "unending!", "ACCEPT!!!",
	};
	size_t i, j;

	prepared(create_chain("user"), "create chain");
	legal("DENY");
	legal("REJECT");
	legal("ACCEPT");
	for (i = 0; i < sizeof(illegal) / sizeof(illegal[0]); i++)
		for (j = 0; j < 3; j++)
			refused(set_policy(builtins[j], illegal[i]), EINVAL, "`%s' for %s",
				illegal[i], builtins[j]);
	refused(set_policy("input", "MASQ"), EINVAL, "MASQ for input");
	refused(set_policy("output", "MASQ"), EINVAL, "MASQ for output");
	refused(set_policy("user", "ACCEPT"), EINVAL, "a policy for a user chain");
	refused(set_policy("user", "-"), EINVAL, "`-' for a user chain");
	refused(set_policy("nochain", "ACCEPT"), ENOENT, "a chain that does not exist");
	refused(set_policy("nochain", "nosuch"), ENOENT,
		"neither the chain nor the policy exists");
	refused(set_policy("unending!", "ACCEPT"), EINVAL, "a chain's label without NUL");
}
