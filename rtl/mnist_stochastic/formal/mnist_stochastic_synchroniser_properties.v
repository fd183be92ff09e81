// Synchroniser: each bit arrives Stages cycles later; 0 until then.
`ifdef FORMAL
`default_nettype none

module mnist_stochastic_synchroniser_properties #(
  parameter Width = 1,
  parameter Stages = 2
) (
  input wire clk_i,
  input wire in_reset_i,
  input wire [Width-1:0] data_i,
  input wire [Width-1:0] data_o
);

  reg known_q = 1'b0;  // there was a reset

  always @(posedge clk_i) begin
    if (in_reset_i) known_q <= 1'b1;
  end

  genvar place;
  generate
    for (place = 0; place < Width; place = place + 1) begin : places
      reg [Stages-1:0] delay_q;

      always @(posedge clk_i) begin
        delay_q <= in_reset_i ? {Stages{1'b0}} : {delay_q[Stages-2:0], data_i[place]};
        if (!in_reset_i && known_q) assert (data_o[place] == delay_q[Stages-1]);
      end
    end
  endgenerate

endmodule

`default_nettype wire
`endif
