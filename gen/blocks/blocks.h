// The blocks of a tile and of a floating-point unit, one function and one file each: it adds the block's module, and
// those only it uses, to the design. Ports, latency and source stand in the description that each emitted module
// carries.
#pragma once

#include "gen/hdl/design.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::gen::blocks {

// From the analog pins to an accumulator.
hdl::ModulePointer subarray_sum(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer shift_and_add(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer line_counters(hdl::Design& design, const spec::Variant& variant);

// From an accumulator to an output.
hdl::ModulePointer requantise_columns(hdl::Design& design, const spec::Variant& variant);

// From a packet to the row and column pins.
/// A state space (or a bit plane of one) of `elements` values that a packet replaces as a whole; `lanes` of them a
/// beat.
struct PacketRegister {
  std::string name;
  int elements;
  int lanes;
  int value_bits;
  std::int64_t reset_value;
};
/// The shift register that takes the beats of a packet.
hdl::ModulePointer packet_staging(hdl::Design& design, const PacketRegister& shape);
/// Staging, and the state it is committed to.
hdl::ModulePointer packet_register(hdl::Design& design, const PacketRegister& shape);
/// Of the spaces whose codes lie in planes: input, output_error, column_voltage.
hdl::ModulePointer code_buffer(hdl::Design& design, const spec::Variant& variant, spec::Space space);
/// Of a space whose values only packets change.
hdl::ModulePointer parameter_buffer(hdl::Design& design, const spec::Variant& variant, spec::Space space);
enum class Side { rows, columns };
hdl::ModulePointer line_streamer(hdl::Design& design, const spec::Variant& variant, Side side);

// Of a tile with a ramp, from the pins of lines driven in time to the codes of all lines.
hdl::ModulePointer slot_counter(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer ramp_sequencer(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer temporal_drivers(hdl::Design& design, const spec::Variant& variant, Side side);
hdl::ModulePointer ramp_capture(hdl::Design& design, const spec::Variant& variant);

// Outer products.
hdl::ModulePointer outer_sequencer(hdl::Design& design, const spec::Variant& variant);
/// Of the columns: in a BACKWARD too, where there is one.
hdl::ModulePointer voltage_drivers(hdl::Design& design, const spec::Variant& variant);

// PROGRAM, CARRY and CALIBRATE.
/// The columns: which are to be written, and how.
hdl::ModulePointer row_decision(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer row_sequencer(hdl::Design& design, const spec::Variant& variant);
/// Both.
hdl::ModulePointer row_writer(hdl::Design& design, const spec::Variant& variant);

// Pulses of an update.
hdl::ModulePointer random_words(hdl::Design& design, const spec::Variant& variant);
/// Of the rows or of the columns: as many as its parameter Lines says.
hdl::ModulePointer pulse_lines(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer update_sequencer(hdl::Design& design, const spec::Variant& variant);
/// Of a tile without BACKWARD: with one, a line streamer drives the columns.
hdl::ModulePointer column_drivers(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer pulse_unit(hdl::Design& design, const spec::Variant& variant);

// Transfer.
hdl::ModulePointer row_select(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer chopper_bank(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer transfer_sequencer(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer transfer_unit(hdl::Design& design, const spec::Variant& variant);

/// Pulses and, where the variant has one, transfer.
hdl::ModulePointer training_unit(hdl::Design& design, const spec::Variant& variant);

// Health of the converters.
hdl::ModulePointer health_monitor(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer health_monitors(hdl::Design& design, const spec::Variant& variant);

// Control.
hdl::ModulePointer array_sequencer(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer axi_lite_port(hdl::Design& design);
/// Of a variant with a command queue.
hdl::ModulePointer command_queue(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer command_frontend(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer packet_receiver(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer packet_sender(hdl::Design& design, const spec::Variant& variant);

// A floating-point unit, alone or in a tile: the array, what works on its rows, what runs its programs, and the way in
// and out.
hdl::ModulePointer sot_array_pins(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer sot_array_memory(hdl::Design& design, const spec::Variant& variant, const hdl::ModulePointer& ram);
/// With `row_port` a whole row can be written from outside.
hdl::ModulePointer sot_lanes(hdl::Design& design, const spec::Variant& variant, bool row_port);
hdl::ModulePointer sot_sequencer(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer sot_program_store(hdl::Design& design, const spec::Variant& variant, const hdl::ModulePointer& ram);
hdl::ModulePointer sot_transposer(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer float_packets(hdl::Design& design, const spec::Variant& variant);
/// Array, lanes, sequencer, program store and transposer, between the registers and the stream. With `row_port` rows
/// are written and read from outside too, while neither program nor packet works.
hdl::ModulePointer sot_unit(hdl::Design& design, const spec::Variant& variant, bool row_port);
hdl::ModulePointer float_frontend(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer float_core(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer float_unit(hdl::Design& design, const spec::Variant& variant);

// All of it.
hdl::ModulePointer tile_core(hdl::Design& design, const spec::Variant& variant);
hdl::ModulePointer tile(hdl::Design& design, const spec::Variant& variant);

}  // namespace spintile::gen::blocks
