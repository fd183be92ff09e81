// The far ends of the tile's buses: AXI4-Lite manager (one write and one read in flight), AXI4-Stream source and sink.
// Each is called twice a cycle: drive() before the ports are evaluated with the clock low, sample() after it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "host/philox.h"
#include "refmodel/periphery/packet.h"
#include "verif/bus_ports.h"

namespace spintile::verif {

/// Decides, cycle by cycle, whether a bus end holds back.
class Stall {
 public:
  Stall() = default;  // never
  /// With probability per_256 / 256 (below 1) each time it is asked.
  Stall(host::PhiloxSequence draws, std::uint32_t per_256) : draws_(draws), per_256_(per_256) {}

  bool operator()() { return per_256_ != 0 && (draws_.next() >> 24) < per_256_; }

 private:
  host::PhiloxSequence draws_{{}, 0};
  std::uint32_t per_256_ = 0;
};

struct WriteRequest {
  std::uint32_t address = 0;
  std::uint32_t value = 0;
  unsigned strobes = 0xF;  // one bit a byte
};

class RegisterWriter {
 public:
  explicit RegisterWriter(const RegisterBusPorts& ports) : ports_(ports) {}

  bool idle() const { return !request_.has_value(); }
  const WriteRequest& request() const { return *request_; }
  void start(const WriteRequest& request);
  void set_stalls(Stall address, Stall data, Stall response);
  void abort();  // a reset: drops everything

  void drive();
  /// True at the clock edge by which both address and data have been taken.
  bool sample();
  /// Set by sample() at the edge of the response: true is OKAY.
  const std::optional<bool>& response() const { return response_; }

 private:
  RegisterBusPorts ports_;
  std::optional<WriteRequest> request_;
  std::optional<bool> response_;
  bool address_taken_ = false;
  bool data_taken_ = false;
  Stall address_stall_, data_stall_, response_stall_;
};

struct ReadResponse {
  std::uint32_t value = 0;
  bool okay = true;
};

class RegisterReader {
 public:
  explicit RegisterReader(const RegisterBusPorts& ports) : ports_(ports) {}

  bool idle() const { return !address_.has_value(); }
  std::uint32_t address() const { return *address_; }
  void start(std::uint32_t address);
  void set_stalls(Stall address, Stall response);
  void abort();

  void drive();
  /// True at the clock edge that takes the address.
  bool sample();
  const std::optional<ReadResponse>& response() const { return response_; }

 private:
  RegisterBusPorts ports_;
  std::optional<std::uint32_t> address_;
  std::optional<ReadResponse> response_;
  bool address_taken_ = false;
  Stall address_stall_, response_stall_;
};

class StreamSource {
 public:
  explicit StreamSource(const StreamPorts& ports) : ports_(ports) {}

  void push(const refmodel::Beat& beat) { beats_.push_back(beat); }
  bool idle() const { return beats_.empty(); }
  void set_stall(Stall stall) { stall_ = stall; }
  void abort();

  void drive();
  /// The beat taken at this clock edge.
  std::optional<refmodel::Beat> sample();

 private:
  StreamPorts ports_;
  std::deque<refmodel::Beat> beats_;
  bool shown_ = false;  // the first of them is on the bus
  Stall stall_;
};

class StreamSink {
 public:
  explicit StreamSink(const StreamPorts& ports) : ports_(ports) {}

  void set_stall(Stall stall) { stall_ = stall; }
  void abort();

  void drive();
  /// The beat given at this clock edge.
  std::optional<refmodel::Beat> sample() const;

 private:
  StreamPorts ports_;
  Stall stall_;
};

}  // namespace spintile::verif
