`ifdef FORMAL
bind mnist_stochastic_command_frontend mnist_stochastic_command_frontend_properties #(.LoadDSpace(10), .QueueDepth(0), .SamplesBits(4), .SamplesMax(8), .ShiftBits(5), .ShiftMax(26)) properties (.in_reset_i(!rst_ni), .receive_space_o('0), .receive_ahead_o('0), .backward_start_o('0), .update_start_o('0), .transfer_start_o('0), .run_start_o('0), .unit_receive_start_o('0), .unit_send_start_o('0), .to_lanes_o('0), .array_sel_o('0), .backward_done_i('0), .update_done_i('0), .transfer_done_i('0), .program_start_o('0), .carry_start_o('0), .calibrate_start_o('0), .row_done_i('0), .program_done_i('0), .program_error_i('0), .transfer_o('0), .*);
`endif
`ifdef FORMAL
bind mnist_stochastic_packet_receiver mnist_stochastic_packet_receiver_properties #(.Beats(512'h00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000300030000000000000062)) properties (.in_reset_i(!rst_ni), .ahead_i('0), .*);
`endif
`ifdef FORMAL
bind mnist_stochastic_packet_sender mnist_stochastic_packet_sender_properties #(.Beats(512'h00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000300030002000300030062)) properties (.in_reset_i(!rst_ni), .*);
`endif
`ifdef FORMAL
bind mnist_stochastic_array_sequencer mnist_stochastic_array_sequencer_properties #(.Mux(1), .Pairs(1), .ReadCycles(3), .ResetCycles(1), .SamplesBits(4), .SamplesMax(8), .SettleCycles(4), .StreamIndexBits(2), .Streams(4), .WriteCycles(1)) properties (.in_reset_i(!rst_ni), .one_stream_i('0), .backward_i('0), .drive_columns_o('0), .reverse_o('0), .*);
`endif
`ifdef FORMAL
bind mnist_stochastic_synchroniser mnist_stochastic_synchroniser_properties #(.Width(Width), .Stages(Stages)) properties (.in_reset_i(!rst_ni), .*);
`endif
`ifdef FORMAL
bind mnist_stochastic_counter mnist_stochastic_counter_properties #(.Width(Width)) properties (.in_reset_i(!rst_ni), .*);
`endif
`ifdef FORMAL
bind mnist_stochastic_requantiser mnist_stochastic_requantiser_properties #(.AccumulatorBits(AccumulatorBits), .ScaleBits(ScaleBits), .OutputBits(OutputBits), .ShiftBits(ShiftBits)) properties (.in_reset_i(!rst_ni), .*);
`endif
`ifdef FORMAL
bind mnist_stochastic_axi_lite_port mnist_stochastic_axi_lite_port_properties properties (.in_reset_i(!rst_ni), .*);
`endif
