`ifdef FORMAL
bind float_unit_memory_ram float_unit_memory_ram_properties #(.Width(Width), .Depth(Depth), .AddressBits(AddressBits)) properties (.*);
`endif
`ifdef FORMAL
bind float_unit_memory_sot_sequencer float_unit_memory_sot_sequencer_properties properties (.in_reset_i(!rst_ni), .*);
`endif
`ifdef FORMAL
bind float_unit_memory_skid_buffer float_unit_memory_skid_buffer_properties #(.Width(Width)) properties (.in_reset_i(!rst_ni), .*);
`endif
`ifdef FORMAL
bind float_unit_memory_axi_lite_port float_unit_memory_axi_lite_port_properties properties (.in_reset_i(!rst_ni), .*);
`endif
