`ifdef FORMAL
bind everything_command_queue everything_command_queue_properties #(.CountBits(2), .Depth(3)) properties (.in_reset_i(rst_i), .*);
`endif
`ifdef FORMAL
bind everything_command_frontend everything_command_frontend_properties #(.LoadDSpace(10), .QueueDepth(3), .SamplesBits(3), .SamplesMax(7), .ShiftBits(5), .ShiftMax(21)) properties (.in_reset_i(rst_i), .update_start_o('0), .transfer_start_o('0), .run_start_o('0), .unit_receive_start_o('0), .unit_send_start_o('0), .to_lanes_o('0), .update_done_i('0), .transfer_done_i('0), .program_start_o('0), .carry_start_o('0), .calibrate_start_o('0), .row_done_i('0), .program_done_i('0), .program_error_i('0), .transfer_o('0), .*);
`endif
`ifdef FORMAL
bind everything_packet_receiver everything_packet_receiver_properties #(.Beats(512'h00000000000000000000000000000000000000000000000000000000000000000000000000020000000000000000000000000007000300030000000000000002)) properties (.in_reset_i(rst_i), .*);
`endif
`ifdef FORMAL
bind everything_packet_sender everything_packet_sender_properties #(.Beats(512'h00000000000000000000000000000000000000000000000000000000000000000000000000020000000000000000000000000007000300030002000400030002)) properties (.in_reset_i(rst_i), .*);
`endif
`ifdef FORMAL
bind everything_array_sequencer everything_array_sequencer_properties #(.Mux(4), .Pairs(2), .ReadCycles(3), .ResetCycles(5), .SamplesBits(3), .SamplesMax(7), .SettleCycles(3), .StreamIndexBits(1), .Streams(2), .WriteCycles(2)) properties (.in_reset_i(rst_i), .one_stream_i('0), .*);
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
