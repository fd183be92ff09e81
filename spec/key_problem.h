// What is wrong with a file of keys.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace spintile::spec {

/// One thing wrong with a file.
struct Problem {
  int line = 0;         // from 1; 0 when the whole file is meant
  std::string key;      // dotted path, "crossbar.rows"
  std::string value;    // as written; empty for a missing key
  std::string allowed;  // what would be right
};

/// All problems of one file; what() lists them one a line as "file:line: key: value: allowed".
class KeyFileError : public std::runtime_error {
 public:
  KeyFileError(std::string file, std::vector<Problem> problems);
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// The text of a file; a KeyFileError of one problem, which calls it a `what` ("variant file"), where it cannot be
/// read.
std::string read_key_file(const std::filesystem::path& file, const std::string& what);

}  // namespace spintile::spec
