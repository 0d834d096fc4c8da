/// The networks of tests that take too long for every architecture.
enum NetworkKinds {
    /// One or two networks of each family: those of a family use the same kernels.
    static let families = [
        "alexnet", "cnn4", "convnext_tiny", "densenet121", "densenet161", "efficientnet_b0",
        "efficientnet_v2_s", "googlenet", "mnasnet0_5", "mobilenet_v2", "mobilenet_v3_small",
        "regnet_y_400mf", "regnet_y_1_6gf", "resnet18", "resnet50", "resnext50_32x4d",
        "shufflenet_v2_x0_5", "squeezenet1_1", "vgg11", "vgg11_bn", "vit_b_32", "wide_resnet50_2",
    ]
}
