import Engine

/// The device on which all commands train and run networks: the processor.
func chosenDevice() -> any Device { OneDNNDevice() }
