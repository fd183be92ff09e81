// For verilator -F: paths are relative to this file. The package needs no lint waiver.
// Verilator 5.006 computes some XOR and AND trees wrong without this flag.
-fno-const-bit-op-tree
rtl/float_unit_memory_float_frontend.v
rtl/float_unit_memory_float_packets.v
rtl/float_unit_memory_ram.v
rtl/float_unit_memory_sot_program_store.v
rtl/float_unit_memory_sot_sequencer.v
rtl/float_unit_memory_sot_lanes.v
rtl/float_unit_memory_sot_transposer.v
rtl/float_unit_memory_sot_array_memory.v
rtl/float_unit_memory_skid_buffer.v
rtl/float_unit_memory_sot_unit.v
rtl/float_unit_memory_float_core.v
rtl/float_unit_memory_axi_lite_port.v
rtl/float_unit_memory_float_unit.v
