// Makes the seed of fuzz_project: the storage tests' project, in pages small enough to be varied quickly.
#include "storage/project_samples.h"

int main(int count, char **arguments) {
    if (count != 2) return 2;
    moa::test::fill(arguments[1]);
    moa::test::execute(arguments[1], "PRAGMA page_size = 512; VACUUM");
    return 0;
}
