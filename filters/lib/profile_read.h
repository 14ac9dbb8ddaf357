/* profile_read: reads and checks one profile. Level 5, a part of profile. */
#ifndef AMENDS_PROFILE_READ_H
#define AMENDS_PROFILE_READ_H

#include "profile.h"

/* Takes the path. NULL with "PATH:LINE: ...". */
struct profile *profile_read(char *path) MUST_CHECK;

#endif
