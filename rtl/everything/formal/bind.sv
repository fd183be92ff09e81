`ifdef FORMAL
bind everything_array_sequencer everything_array_sequencer_properties #(.Mux(4), .Pairs(2), .ReadCycles(3), .ResetCycles(5), .SamplesBits(3), .SamplesMax(7), .SettleCycles(3), .StreamIndexBits(1), .Streams(2), .WriteCycles(2)) properties (.in_reset_i(rst_i), .*);
`endif
`ifdef FORMAL
bind everything_synchroniser everything_synchroniser_properties #(.Width(Width), .Stages(Stages)) properties (.in_reset_i(rst_i), .*);
`endif
`ifdef FORMAL
bind everything_counter everything_counter_properties #(.Width(Width)) properties (.in_reset_i(rst_i), .*);
`endif
`ifdef FORMAL
bind everything_requantiser everything_requantiser_properties #(.AccumulatorBits(AccumulatorBits), .ScaleBits(ScaleBits), .OutputBits(OutputBits), .ShiftBits(ShiftBits)) properties (.in_reset_i(rst_i), .*);
`endif
`ifdef FORMAL
bind everything_axi_lite_port everything_axi_lite_port_properties properties (.in_reset_i(rst_i), .*);
`endif
