# Constraints of float_unit_memory_float_unit, times in ns. Set clock_period and io_delay before sourcing this to change them.
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

# The reset acts asynchronously. Its release must keep clear of the clock edge: release it from a flip-flop on
# aclk, or drop this line to have recovery and removal timed.
set_false_path -from [get_ports aresetn]
