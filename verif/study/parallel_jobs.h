// Independent runs of a study, several at a time.
#pragma once

#include <functional>

namespace spintile::verif {

/// Calls work(i) for each i < count on that many threads; the first exception ends all and is thrown here.
void for_each_job(int count, int threads, const std::function<void(int)>& work);

}  // namespace spintile::verif
