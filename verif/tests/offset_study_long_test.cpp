// The whole offset table within its bounds of acceptance.
#include <gtest/gtest.h>

#include "verif/study/offset_study.h"

namespace spintile::verif {
namespace {

TEST(OffsetStudy, TheTableIsWithinItsBounds) {
  OffsetStudy study;
  study.threads = 2;
  EXPECT_EQ(offset_violations(offset_study(study)), std::vector<std::string>{});
}

}  // namespace
}  // namespace spintile::verif
