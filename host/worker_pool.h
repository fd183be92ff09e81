// Threads that stay, for pieces of work of some ten microseconds that come one after the other.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

namespace spintile::host {

class WorkerPool {
 public:
  /// `threads` in all, the caller's among them; 1 or more, std::invalid_argument otherwise.
  explicit WorkerPool(int threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }
  /// Calls work(job, thread) for each job < jobs, thread < threads(); returns when all are done. `work` does not throw.
  /// From one thread at a time.
  void run(int jobs, const std::function<void(int job, int thread)>& work);

 private:
  void serve(int thread);
  void take_jobs(int thread);

  const std::function<void(int, int)>* work_ = nullptr;
  int jobs_ = 0;
  std::atomic<int> next_job_ = 0;
  std::atomic<int> busy_ = 0;             // workers that have not finished the round
  std::atomic<std::uint32_t> round_ = 0;  // its change begins one
  std::atomic<bool> ends_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace spintile::host
