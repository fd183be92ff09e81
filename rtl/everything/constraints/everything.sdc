# Constraints of everything_tile, times in ns. Set clock_period and io_delay before sourcing this to change them.
if {![info exists clock_period]} { set clock_period 10.0 }
if {![info exists io_delay]} { set io_delay [expr {0.2 * $clock_period}] }

create_clock -name aclk -period $clock_period [get_ports aclk]

set_input_delay $io_delay -clock aclk [get_ports aresetn]
set_input_delay $io_delay -clock aclk [get_ports {s_axil_awaddr[*]}]
set_input_delay $io_delay -clock aclk [get_ports s_axil_awvalid]
set_input_delay $io_delay -clock aclk [get_ports {s_axil_wdata[*]}]
set_input_delay $io_delay -clock aclk [get_ports {s_axil_wstrb[*]}]
set_input_delay $io_delay -clock aclk [get_ports s_axil_wvalid]
set_input_delay $io_delay -clock aclk [get_ports s_axil_bready]
set_input_delay $io_delay -clock aclk [get_ports {s_axil_araddr[*]}]
set_input_delay $io_delay -clock aclk [get_ports s_axil_arvalid]
set_input_delay $io_delay -clock aclk [get_ports s_axil_rready]
set_input_delay $io_delay -clock aclk [get_ports {s_axis_tdata[*]}]
set_input_delay $io_delay -clock aclk [get_ports s_axis_tvalid]
set_input_delay $io_delay -clock aclk [get_ports s_axis_tlast]
set_input_delay $io_delay -clock aclk [get_ports m_axis_tready]
set_output_delay $io_delay -clock aclk [get_ports s_axil_awready]
set_output_delay $io_delay -clock aclk [get_ports s_axil_wready]
set_output_delay $io_delay -clock aclk [get_ports {s_axil_bresp[*]}]
set_output_delay $io_delay -clock aclk [get_ports s_axil_bvalid]
set_output_delay $io_delay -clock aclk [get_ports s_axil_arready]
set_output_delay $io_delay -clock aclk [get_ports {s_axil_rdata[*]}]
set_output_delay $io_delay -clock aclk [get_ports {s_axil_rresp[*]}]
set_output_delay $io_delay -clock aclk [get_ports s_axil_rvalid]
set_output_delay $io_delay -clock aclk [get_ports s_axis_tready]
set_output_delay $io_delay -clock aclk [get_ports {m_axis_tdata[*]}]
set_output_delay $io_delay -clock aclk [get_ports m_axis_tvalid]
set_output_delay $io_delay -clock aclk [get_ports m_axis_tlast]
set_output_delay $io_delay -clock aclk [get_ports interrupt_o]
set_output_delay $io_delay -clock aclk [get_ports {row_sign_o[*]}]
set_output_delay $io_delay -clock aclk [get_ports {row_level_o[*]}]
set_output_delay $io_delay -clock aclk [get_ports integ_rst_o]
set_output_delay $io_delay -clock aclk [get_ports integ_en_o]
set_output_delay $io_delay -clock aclk [get_ports array_sel_o]
set_output_delay $io_delay -clock aclk [get_ports {column_sel_o[*]}]
set_output_delay $io_delay -clock aclk [get_ports {col_sign_o[*]}]
set_output_delay $io_delay -clock aclk [get_ports {col_level_o[*]}]
set_output_delay $io_delay -clock aclk [get_ports {mtj_reset_o[*]}]
set_output_delay $io_delay -clock aclk [get_ports {mtj_write_o[*]}]
set_output_delay $io_delay -clock aclk [get_ports {mtj_read_o[*]}]
set_output_delay $io_delay -clock aclk [get_ports reverse_o]

# The reset is synchronous: it is timed like any other input.

# Pins of the converters: any phase against the clock, into synchronisers. They must reach the first stage within
# one period, which the read phase counts on; there is no hold requirement.
set_max_delay $clock_period -from [get_ports {mtj_bit_i[*]}]
set_false_path -hold -from [get_ports {mtj_bit_i[*]}]
