import Engine

/// The device on which the server runs its network: the processor.
func chosenDevice() -> any Device { OneDNNDevice() }
