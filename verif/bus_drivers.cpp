#include "verif/bus_drivers.h"

#include <stdexcept>

namespace spintile::verif {
namespace {

/// A source may wait before it shows valid, but then keeps it up until ready.
void offer(const PinPort& valid, bool wanted, bool shown_before, Stall& stall) {
  valid.set(wanted && (shown_before || !stall()));
}

bool moves(const PinPort& valid, const PinPort& ready) { return valid.get() && ready.get(); }

}  // namespace

void RegisterWriter::start(const WriteRequest& request) {
  if (request_) throw std::logic_error("RegisterWriter: a write is in flight");
  request_ = request;
  response_.reset();
  address_taken_ = data_taken_ = false;
}

void RegisterWriter::set_stalls(Stall address, Stall data, Stall response) {
  address_stall_ = address;
  data_stall_ = data;
  response_stall_ = response;
}

void RegisterWriter::abort() {
  request_.reset();
  response_.reset();
  for (const PinPort& pin : {ports_.awvalid, ports_.wvalid, ports_.bready}) pin.set(false);
}

void RegisterWriter::drive() {
  response_.reset();
  const bool active = request_.has_value();
  offer(ports_.awvalid, active && !address_taken_, ports_.awvalid.get(), address_stall_);
  offer(ports_.wvalid, active && !data_taken_, ports_.wvalid.get(), data_stall_);
  ports_.bready.set(active && !response_stall_());
  if (!active) return;
  ports_.awaddr.set(request_->address);
  ports_.wdata.set(request_->value);
  ports_.wstrb.set(request_->strobes);
}

bool RegisterWriter::sample() {
  if (!request_) return false;
  const bool was_taken = address_taken_ && data_taken_;
  address_taken_ = address_taken_ || moves(ports_.awvalid, ports_.awready);
  data_taken_ = data_taken_ || moves(ports_.wvalid, ports_.wready);
  if (moves(ports_.bvalid, ports_.bready)) {
    response_ = ports_.bresp.get() == 0;
    request_.reset();
  }
  return !was_taken && address_taken_ && data_taken_;
}

void RegisterReader::start(std::uint32_t address) {
  if (address_) throw std::logic_error("RegisterReader: a read is in flight");
  address_ = address;
  response_.reset();
  address_taken_ = false;
}

void RegisterReader::set_stalls(Stall address, Stall response) {
  address_stall_ = address;
  response_stall_ = response;
}

void RegisterReader::abort() {
  address_.reset();
  response_.reset();
  for (const PinPort& pin : {ports_.arvalid, ports_.rready}) pin.set(false);
}

void RegisterReader::drive() {
  response_.reset();
  offer(ports_.arvalid, address_ && !address_taken_, ports_.arvalid.get(), address_stall_);
  ports_.rready.set(address_ && !response_stall_());
  if (address_) ports_.araddr.set(*address_);
}

bool RegisterReader::sample() {
  if (!address_) return false;
  const bool taken = moves(ports_.arvalid, ports_.arready);
  address_taken_ = address_taken_ || taken;
  if (moves(ports_.rvalid, ports_.rready)) {
    response_ = ReadResponse{static_cast<std::uint32_t>(ports_.rdata.get()), ports_.rresp.get() == 0};
    address_.reset();
  }
  return taken;
}

void StreamSource::abort() {
  beats_.clear();
  shown_ = false;
  ports_.tvalid.set(false);
}

void StreamSource::drive() {
  offer(ports_.tvalid, !beats_.empty(), shown_, stall_);
  shown_ = ports_.tvalid.get();
  if (beats_.empty()) return;
  ports_.tdata.set(beats_.front().data);
  ports_.tlast.set(beats_.front().last);
}

std::optional<refmodel::Beat> StreamSource::sample() {
  if (!moves(ports_.tvalid, ports_.tready)) return std::nullopt;
  const refmodel::Beat beat = beats_.front();
  beats_.pop_front();
  shown_ = false;  // drive() decides anew whether the next beat comes at once
  return beat;
}

void StreamSink::abort() { ports_.tready.set(false); }

void StreamSink::drive() { ports_.tready.set(!stall_()); }

std::optional<refmodel::Beat> StreamSink::sample() const {
  if (!moves(ports_.tvalid, ports_.tready)) return std::nullopt;
  return refmodel::Beat{ports_.tdata.get(), ports_.tlast.get()};
}

}  // namespace spintile::verif
