#include "verif/external_program.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <stdexcept>

extern char** environ;

namespace spintile::verif {
namespace {

/// What the child does with its descriptors and folder before it becomes the program.
class SpawnActions {
 public:
  SpawnActions(int output, const std::filesystem::path& folder) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, output, STDERR_FILENO);
    posix_spawn_file_actions_addchdir_np(&actions_, folder.c_str());
  }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

std::string read_all(int descriptor) {
  std::string text;
  std::array<char, 4096> chunk{};
  while (true) {
    const ssize_t count = read(descriptor, chunk.data(), chunk.size());
    if (count > 0) {
      text.append(chunk.data(), static_cast<std::size_t>(count));
    } else if (count == 0 || errno != EINTR) {
      return text;
    }
  }
}

}  // namespace

std::optional<std::filesystem::path> find_program(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    const std::filesystem::path candidate = std::filesystem::path(folder.empty() ? "." : folder) / name;
    if (std::filesystem::is_regular_file(candidate) && access(candidate.c_str(), X_OK) == 0) return candidate;
  }
  return std::nullopt;
}

std::filesystem::path require_program(const std::string& name) {
  if (auto found = find_program(name)) return *found;
  throw std::runtime_error(fmt::format("{}: not found on PATH; install it (the README's set-up command does)", name));
}

ProgramResult run_program(const std::vector<std::string>& argv, const std::filesystem::path& folder) {
  std::array<int, 2> ends{};
  // Closed on exec: a child started by another thread must not keep our pipe open.
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error(fmt::format("pipe: {}", std::strerror(errno)));
  std::vector<char*> arguments;
  for (const std::string& argument : argv) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);

  pid_t child = 0;
  const int failure =
      posix_spawnp(&child, arguments[0], SpawnActions(ends[1], folder).get(), nullptr, arguments.data(), environ);
  close(ends[1]);
  if (failure != 0) {
    close(ends[0]);
    throw std::runtime_error(
        fmt::format("{}: cannot be started in {}: {}", argv[0], folder.string(), std::strerror(failure)));
  }
  ProgramResult result;
  result.log = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

std::string run_program_or_throw(const std::vector<std::string>& argv, const std::filesystem::path& folder) {
  ProgramResult result = run_program(argv, folder);
  if (result.status != 0) {
    throw std::runtime_error(
        fmt::format("failed with status {}: {}\n{}", result.status, fmt::join(argv, " "), result.log));
  }
  return std::move(result.log);
}

}  // namespace spintile::verif
