// Made of Samples/networks by Tests/Tools/embed-networks.sh; change those files, then run it.

extension Zoo {
    static let texts: [(id: String, yaml: String)] = [
        (
            "lenet5",
            #"""
            # The paper calls these layers C1, S2, C3, S4, C5, F6 and output.
            network: LeNet-5
            about: >-
              Reads handwritten digits: two rounds of convolution and pooling, then three layers that see the whole image.
              Counted as it is usually rebuilt: pooling without weights, every map of C3 reading every map of S2,
              a plain dense layer at the end (the paper has two numbers per pooled map, a table of connections, and radial units).
            paper: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner. Gradient-Based Learning Applied to Document Recognition. 1998
            url: https://doi.org/10.1109/5.726791

            input: 1x32x32            # a digit of 28x28 with a margin of 2, so that windows can centre on its edge
            preprocess: { pixel-range: 1, mean: [0.0784314], std: [0.7843137] }   # bright ink on black becomes -0.1 to 1.175

            layers:
              - conv: { filters: 6, kernel: 5, activation: tanh, name: conv1 }      # C1: 6x28x28
              - average-pool: { size: 2, name: pool1 }                              # S2: 6x14x14
              - conv: { filters: 16, kernel: 5, activation: tanh, name: conv2 }     # C3: 16x10x10
              - average-pool: { size: 2, name: pool2, expect: { receptive-field: 16 } }     # S4: 16x5x5
              - conv: { filters: 120, kernel: 5, activation: tanh, name: conv3 }    # C5: its window is the whole 5x5 map
              - flatten
              - dense: { units: 84, activation: tanh, name: fc1 }                   # F6
              - dense: { units: 10, name: fc2 }                                     # one score per digit

            expect: { output: 10, parameters: 61706, macs: 416520 }
            """#
        ),
        (
            "alexnet",
            #"""
            # torchvision's AlexNet: one tower, fewer filters than the 2012 network, no normalisation.
            network: AlexNet (torchvision)
            about: >-
              Five convolutions and three dense layers. This is the one-tower version of 2014, with 64 and 192 filters
              at the start; see alexnet-grouped for the network of 2012. Most parameters sit in fc6.
            paper: A. Krizhevsky. One Weird Trick for Parallelizing Convolutional Neural Networks. 2014
            url: https://arxiv.org/abs/1404.5997

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }

            layers:
              # Large windows and a stride of 4 make the image small at once.
              - conv: { filters: 64, kernel: 11, stride: 4, padding: 2, activation: relu, name: conv1 }
              - max-pool: { size: 3, stride: 2, name: pool1 }           # 64x27x27; windows overlap
              - conv: { filters: 192, kernel: 5, padding: 2, activation: relu, name: conv2 }
              - max-pool: { size: 3, stride: 2, name: pool2 }           # 192x13x13
              - conv: { filters: 384, kernel: 3, padding: 1, activation: relu, name: conv3 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv4 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv5 }
              - max-pool: { size: 3, stride: 2, name: pool5, expect: { output: 256x6x6, receptive-field: 195 } }

              # The classifier: 9,216 numbers in, 1000 scores out.
              - flatten
              - dropout: 0.5
              - dense: { units: 4096, activation: relu, name: fc6, expect: { parameters: 37752832 } }
              - dropout: 0.5
              - dense: { units: 4096, activation: relu, name: fc7 }
              - dense: { units: 1000, name: fc8 }

            expect: { output: 1000, parameters: 61100840, macs: 714188480 }
            """#
        ),
        (
            "alexnet-ungrouped",
            #"""
            network: AlexNet without groups
            about: >-
              The network of 2012 as one tower, as textbooks draw it: 96, 256, 384, 384 and 256 filters, each reading all
              maps before it. The published one splits three layers between two graphics cards: see alexnet-grouped.
            paper: >-
              A. Krizhevsky, I. Sutskever, G. E. Hinton.
              ImageNet Classification with Deep Convolutional Neural Networks. 2012
            url: https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks

            input: 3x227x227          # the paper says 224, but its 55x55 maps need 227
            preprocess: { resize: 256, crop: 227, pixel-range: 255, mean: [123.68, 116.779, 103.939] }

            layers:
              # Large windows and a stride of 4 make the image small at once. The normalisation divides each value
              # by a measure of its neighbours in five adjacent maps.
              - conv: { filters: 96, kernel: 11, stride: 4, activation: relu, name: conv1, expect: { output: 96x55x55 } }
              - local-response-norm: { size: 5, alpha: 0.0001, beta: 0.75, bias: 1, name: norm1 }
              - max-pool: { size: 3, stride: 2, name: pool1 }           # 96x27x27; windows overlap
              - conv: { filters: 256, kernel: 5, padding: 2, activation: relu, name: conv2 }
              - local-response-norm: { size: 5, alpha: 0.0001, beta: 0.75, bias: 1, name: norm2 }
              - max-pool: { size: 3, stride: 2, name: pool2 }           # 256x13x13
              - conv: { filters: 384, kernel: 3, padding: 1, activation: relu, name: conv3 }
              - conv: { filters: 384, kernel: 3, padding: 1, activation: relu, name: conv4 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv5 }
              - max-pool: { size: 3, stride: 2, name: pool5, expect: { output: 256x6x6, receptive-field: 195 } }

              # The classifier: 9,216 numbers in, 1000 probabilities out.
              - flatten
              - dense: { units: 4096, activation: relu, name: fc6, expect: { parameters: 37752832 } }
              - dropout: 0.5
              - dense: { units: 4096, activation: relu, name: fc7 }
              - dropout: 0.5
              - dense: { units: 1000, activation: softmax, name: fc8 }

            expect: { output: 1000, parameters: 62378344, macs: 1135256096 }
            """#
        ),
        (
            "alexnet-grouped",
            #"""
            network: AlexNet as published
            about: >-
              The network that won ImageNet 2012. It was trained on two graphics cards, which shows in conv2, conv4 and conv5:
              each half of their filters reads only the half of the maps on its own card. Prepared for Caffe's weights.
            paper: >-
              A. Krizhevsky, I. Sutskever, G. E. Hinton.
              ImageNet Classification with Deep Convolutional Neural Networks. 2012
            url: https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks

            input: 3x227x227          # the paper says 224, but its 55x55 maps need 227
            preprocess: { resize: 256, crop: 227, pixel-range: 255, bgr: true, mean: [104.007, 116.669, 122.679] }

            layers:
              # Large windows and a stride of 4 make the image small at once. The normalisation divides each value
              # by a measure of its neighbours in five adjacent maps; `bias` is the paper's k (2 there, 1 for Caffe's weights).
              - conv: { filters: 96, kernel: 11, stride: 4, activation: relu, name: conv1, expect: { output: 96x55x55 } }
              - local-response-norm: { size: 5, alpha: 0.0001, beta: 0.75, bias: 1, name: norm1 }
              - max-pool: { size: 3, stride: 2, name: pool1 }           # 96x27x27; windows overlap
              # Two groups halve the weights: each filter is 5x5x48 instead of 5x5x96.
              - conv: { filters: 256, kernel: 5, padding: 2, groups: 2, activation: relu, name: conv2 }
              - local-response-norm: { size: 5, alpha: 0.0001, beta: 0.75, bias: 1, name: norm2 }
              - max-pool: { size: 3, stride: 2, name: pool2 }           # 256x13x13
              - conv: { filters: 384, kernel: 3, padding: 1, activation: relu, name: conv3 }           # here the cards meet
              - conv: { filters: 384, kernel: 3, padding: 1, groups: 2, activation: relu, name: conv4 }
              - conv: { filters: 256, kernel: 3, padding: 1, groups: 2, activation: relu, name: conv5 }
              - max-pool: { size: 3, stride: 2, name: pool5, expect: { output: 256x6x6, receptive-field: 195 } }

              # The classifier: 9,216 numbers in, 1000 probabilities out.
              - flatten
              - dense: { units: 4096, activation: relu, name: fc6, expect: { parameters: 37752832 } }
              - dropout: 0.5
              - dense: { units: 4096, activation: relu, name: fc7 }
              - dropout: 0.5
              - dense: { units: 1000, activation: softmax, name: fc8 }

            expect: { output: 1000, parameters: 60965224, macs: 724406816 }
            """#
        ),
        (
            "vgg16",
            #"""
            network: VGG-16
            about: >-
              Nothing but 3x3 convolutions and 2x2 pooling: two 3x3 in a row see 5x5, three see 7x7, with fewer weights
              and more non-linearities than one large filter. Thirteen convolutions and three dense layers.
            paper: K. Simonyan, A. Zisserman. Very Deep Convolutional Networks for Large-Scale Image Recognition. 2014
            url: https://arxiv.org/abs/1409.1556

            input: 3x224x224          # halved five times: 112, 56, 28, 14, 7
            preprocess: { resize: 256, crop: 224, pixel-range: 255, bgr: true, mean: [103.939, 116.779, 123.68] }

            layers:
              # Padding of 1 keeps the size of the maps. Whenever they are halved, their number doubles, up to 512.
              - conv: { filters: 64, kernel: 3, padding: 1, activation: relu, name: conv1_1 }
              - conv: { filters: 64, kernel: 3, padding: 1, activation: relu, name: conv1_2 }
              - max-pool: { size: 2, name: pool1 }                           # 64x112x112

              - conv: { filters: 128, kernel: 3, padding: 1, activation: relu, name: conv2_1 }
              - conv: { filters: 128, kernel: 3, padding: 1, activation: relu, name: conv2_2 }
              - max-pool: { size: 2, name: pool2 }                           # 128x56x56

              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_1 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_2 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_3 }
              - max-pool: { size: 2, name: pool3 }                           # 256x28x28

              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_1 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_2 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_3 }
              - max-pool: { size: 2, name: pool4 }                           # 512x14x14

              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_1 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_2 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_3 }
              - max-pool: { size: 2, name: pool5, expect: { output: 512x7x7, receptive-field: 212 } }

              # The classifier: 25,088 numbers in, 1000 probabilities out. fc6 alone holds three quarters of all parameters.
              - flatten
              - dense: { units: 4096, activation: relu, name: fc6, expect: { parameters: 102764544 } }
              - dropout: 0.5
              - dense: { units: 4096, activation: relu, name: fc7 }
              - dropout: 0.5
              - dense: { units: 1000, activation: softmax, name: fc8 }

            expect: { output: 1000, parameters: 138357544, macs: 15470264320 }
            """#
        ),
        (
            "vgg19",
            #"""
            network: VGG-19
            about: >-
              Nothing but 3x3 convolutions and 2x2 pooling: two 3x3 in a row see 5x5, three see 7x7, with fewer weights
              and more non-linearities than one large filter. Sixteen convolutions and three dense layers.
            paper: K. Simonyan, A. Zisserman. Very Deep Convolutional Networks for Large-Scale Image Recognition. 2014
            url: https://arxiv.org/abs/1409.1556

            input: 3x224x224          # halved five times: 112, 56, 28, 14, 7
            preprocess: { resize: 256, crop: 224, pixel-range: 255, bgr: true, mean: [103.939, 116.779, 123.68] }

            layers:
              # Padding of 1 keeps the size of the maps. Whenever they are halved, their number doubles, up to 512.
              - conv: { filters: 64, kernel: 3, padding: 1, activation: relu, name: conv1_1 }
              - conv: { filters: 64, kernel: 3, padding: 1, activation: relu, name: conv1_2 }
              - max-pool: { size: 2, name: pool1 }                           # 64x112x112

              - conv: { filters: 128, kernel: 3, padding: 1, activation: relu, name: conv2_1 }
              - conv: { filters: 128, kernel: 3, padding: 1, activation: relu, name: conv2_2 }
              - max-pool: { size: 2, name: pool2 }                           # 128x56x56

              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_1 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_2 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_3 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_4 }
              - max-pool: { size: 2, name: pool3 }                           # 256x28x28

              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_1 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_2 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_3 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_4 }
              - max-pool: { size: 2, name: pool4 }                           # 512x14x14

              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_1 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_2 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_3 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_4 }
              - max-pool: { size: 2, name: pool5, expect: { output: 512x7x7, receptive-field: 268 } }

              # The classifier: 25,088 numbers in, 1000 probabilities out. fc6 alone holds seven tenths of all parameters.
              - flatten
              - dense: { units: 4096, activation: relu, name: fc6, expect: { parameters: 102764544 } }
              - dropout: 0.5
              - dense: { units: 4096, activation: relu, name: fc7 }
              - dropout: 0.5
              - dense: { units: 1000, activation: softmax, name: fc8 }

            expect: { output: 1000, parameters: 143667240, macs: 19632062464 }
            """#
        ),
        (
            "googlenet",
            #"""
            network: GoogLeNet as published
            about: >-
              Nine inception modules look at the same maps through windows of 1x1, 3x3 and 5x5 and a pooling, and stack what they
              find. 1x1 convolutions before the large windows keep it cheap: a ninth of AlexNet's parameters. No BatchNorm yet;
              the two auxiliary classifiers used in training are left out. Prepared for Caffe's weights.
            paper: >-
              C. Szegedy, W. Liu, Y. Jia, P. Sermanet, S. Reed, D. Anguelov, D. Erhan, V. Vanhoucke, A. Rabinovich.
              Going Deeper with Convolutions. 2014
            url: https://arxiv.org/abs/1409.4842

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 255, bgr: true, mean: [104, 117, 123] }

            blocks:
              # Four branches read the same input; their maps are stacked: conv1 + conv3 + conv5 + pool maps come out.
              inception:
                parameters: { conv1: , reduce3: , conv3: , reduce5: , conv5: , pool: }
                layers:
                  - conv: { from: input, filters: $conv1, kernel: 1, activation: relu, name: 1x1 }

                  - conv: { from: input, filters: $reduce3, kernel: 1, activation: relu, name: 3x3_reduce }
                  - conv: { filters: $conv3, kernel: 3, padding: 1, activation: relu, name: 3x3 }

                  - conv: { from: input, filters: $reduce5, kernel: 1, activation: relu, name: 5x5_reduce }
                  - conv: { filters: $conv5, kernel: 5, padding: 2, activation: relu, name: 5x5 }

                  - max-pool: { from: input, size: 3, stride: 1, padding: 1, name: pool }
                  - conv: { filters: $pool, kernel: 1, activation: relu, name: pool_proj }

                  - concat: { from: [1x1, 3x3, 5x5, pool_proj], name: output }

            layers:
              # The stem: from 224 to 28 pixels. Pooling rounds sizes up (112 becomes 56, not 55).
              - conv: { filters: 64, kernel: 7, stride: 2, padding: 3, activation: relu, name: conv1 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool1 }
              - local-response-norm: { size: 5, alpha: 0.0001, beta: 0.75, bias: 1, name: norm1 }
              - conv: { filters: 64, kernel: 1, activation: relu, name: conv2_reduce }
              - conv: { filters: 192, kernel: 3, padding: 1, activation: relu, name: conv2 }
              - local-response-norm: { size: 5, alpha: 0.0001, beta: 0.75, bias: 1, name: norm2 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool2, expect: { output: 192x28x28 } }

              # 28x28
              - inception: { name: inception3a, conv1:  64, reduce3:  96, conv3: 128, reduce5: 16, conv5:  32, pool:  32 }
              - inception: { name: inception3b, conv1: 128, reduce3: 128, conv3: 192, reduce5: 32, conv5:  96, pool:  64 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool3, expect: { output: 480x14x14 } }

              # 14x14
              - inception: { name: inception4a, conv1: 192, reduce3:  96, conv3: 208, reduce5: 16, conv5:  48, pool:  64 }
              - inception: { name: inception4b, conv1: 160, reduce3: 112, conv3: 224, reduce5: 24, conv5:  64, pool:  64 }
              - inception: { name: inception4c, conv1: 128, reduce3: 128, conv3: 256, reduce5: 24, conv5:  64, pool:  64 }
              - inception: { name: inception4d, conv1: 112, reduce3: 144, conv3: 288, reduce5: 32, conv5:  64, pool:  64 }
              - inception: { name: inception4e, conv1: 256, reduce3: 160, conv3: 320, reduce5: 32, conv5: 128, pool: 128 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool4, expect: { output: 832x7x7 } }

              # 7x7
              - inception: { name: inception5a, conv1: 256, reduce3: 160, conv3: 320, reduce5: 32, conv5: 128, pool: 128 }
              - inception: { name: inception5b, conv1: 384, reduce3: 192, conv3: 384, reduce5: 48, conv5: 128, pool: 128 }

              # Averaging each map leaves 1024 numbers: one small dense layer is enough.
              - global-average-pool: { name: pool5, expect: { output: 1024 } }
              - dropout: 0.4
              - dense: { units: 1000, activation: softmax, name: fc }

            expect: { output: 1000, parameters: 6998552, macs: 1582671872 }
            """#
        ),
        (
            "googlenet-bn",
            #"""
            # torchvision's GoogLeNet differs from the paper's: BatchNorm after every convolution instead of biases and local
            # response normalisation, and 3x3 windows where the paper has 5x5.
            network: GoogLeNet with BatchNorm (torchvision)
            about: >-
              Nine inception modules look at the same maps through windows of 1x1 and 3x3 and a pooling, and stack what they find.
              The auxiliary classifiers used in training are left out. See googlenet for the network of the paper.
            paper: >-
              C. Szegedy, W. Liu, Y. Jia, P. Sermanet, S. Reed, D. Anguelov, D. Erhan, V. Vanhoucke, A. Rabinovich.
              Going Deeper with Convolutions. 2014
            url: https://arxiv.org/abs/1409.4842

            input: 3x224x224
            # torchvision's weights came from TensorFlow: they expect pixels from -1 to 1.
            preprocess: { resize: 256, crop: 224, pixel-range: 1, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] }

            blocks:
              # BatchNorm shifts each map, so the convolution needs no bias.
              conv-bn:
                parameters: { filters: , kernel: 1, stride: 1, padding: 0 }
                layers:
                  - conv: { filters: $filters, kernel: $kernel, stride: $stride, padding: $padding, bias: false, name: conv }
                  - batch-norm: { name: bn }
                  - relu

              # Four branches read the same input; their maps are stacked: one + two + three + pool maps come out.
              inception:
                parameters: { one: , reduce2: , two: , reduce3: , three: , pool: }
                layers:
                  - conv-bn: { from: input, filters: $one, name: branch1 }

                  - conv-bn: { from: input, filters: $reduce2, name: reduce2 }
                  - conv-bn: { filters: $two, kernel: 3, padding: 1, name: branch2 }

                  - conv-bn: { from: input, filters: $reduce3, name: reduce3 }
                  - conv-bn: { filters: $three, kernel: 3, padding: 1, name: branch3 }

                  - max-pool: { from: input, size: 3, stride: 1, padding: 1, ceil: true, name: pool }
                  - conv-bn: { filters: $pool, name: branch4 }

                  - concat: { from: [branch1, branch2, branch3, branch4], name: output }

            layers:
              # The stem: from 224 to 28 pixels. Pooling rounds sizes up (112 becomes 56, not 55).
              - conv-bn: { filters: 64, kernel: 7, stride: 2, padding: 3, name: conv1 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: maxpool1 }
              - conv-bn: { filters: 64, name: conv2 }
              - conv-bn: { filters: 192, kernel: 3, padding: 1, name: conv3 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: maxpool2, expect: { output: 192x28x28 } }

              # 28x28
              - inception: { name: inception3a, one:  64, reduce2:  96, two: 128, reduce3: 16, three:  32, pool:  32 }
              - inception: { name: inception3b, one: 128, reduce2: 128, two: 192, reduce3: 32, three:  96, pool:  64 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: maxpool3, expect: { output: 480x14x14 } }

              # 14x14
              - inception: { name: inception4a, one: 192, reduce2:  96, two: 208, reduce3: 16, three:  48, pool:  64 }
              - inception: { name: inception4b, one: 160, reduce2: 112, two: 224, reduce3: 24, three:  64, pool:  64 }
              - inception: { name: inception4c, one: 128, reduce2: 128, two: 256, reduce3: 24, three:  64, pool:  64 }
              - inception: { name: inception4d, one: 112, reduce2: 144, two: 288, reduce3: 32, three:  64, pool:  64 }
              - inception: { name: inception4e, one: 256, reduce2: 160, two: 320, reduce3: 32, three: 128, pool: 128 }
              - max-pool: { size: 2, ceil: true, name: maxpool4, expect: { output: 832x7x7 } }

              # 7x7
              - inception: { name: inception5a, one: 256, reduce2: 160, two: 320, reduce3: 32, three: 128, pool: 128 }
              - inception: { name: inception5b, one: 384, reduce2: 192, two: 384, reduce3: 48, three: 128, pool: 128 }

              # Averaging each map leaves 1024 numbers: one small dense layer is enough.
              - global-average-pool: { name: avgpool, expect: { output: 1024 } }
              - dropout: 0.2
              - dense: { units: 1000, name: fc }

            expect: { output: 1000, parameters: 6624904, macs: 1498376192 }
            """#
        ),
        (
            "inception-v3",
            #"""
            # torchvision's Inception v3, with its names. The auxiliary classifier used in training is left out.
            network: Inception v3
            about: >-
              Inception modules with their windows taken apart: two 3x3 instead of a 5x5, and 1x7 followed by 7x1 instead of a 7x7.
              Five kinds of module, three for looking (a, c, e) and two for halving the maps (b, d).
            paper: >-
              C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens, Z. Wojna.
              Rethinking the Inception Architecture for Computer Vision. 2015
            url: https://arxiv.org/abs/1512.00567

            input: 3x299x299
            # torchvision's weights came from TensorFlow: they expect pixels from -1 to 1.
            preprocess: { resize: 342, crop: 299, pixel-range: 1, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] }

            blocks:
              # `same` keeps the size (all these windows are odd). BatchNorm shifts each map, so the convolution needs no bias.
              conv-bn:
                parameters: { filters: , kernel: 1, stride: 1, padding: same }
                layers:
                  - conv: { filters: $filters, kernel: $kernel, stride: $stride, padding: $padding, bias: false, name: conv }
                  - batch-norm: { name: bn }
                  - relu

              # At 35x35: 1x1, 5x5, twice 3x3, and pooling, side by side.
              inception-a:
                parameters: { pool: }
                layers:
                  - conv-bn: { from: input, filters: 64, name: branch1x1 }

                  - conv-bn: { from: input, filters: 48, name: branch5x5_1 }
                  - conv-bn: { filters: 64, kernel: 5, name: branch5x5_2 }

                  - conv-bn: { from: input, filters: 64, name: branch3x3dbl_1 }
                  - conv-bn: { filters: 96, kernel: 3, name: branch3x3dbl_2 }
                  - conv-bn: { filters: 96, kernel: 3, name: branch3x3dbl_3 }

                  - average-pool: { from: input, size: 3, stride: 1, padding: 1, count-padding: true, name: pool }
                  - conv-bn: { filters: $pool, name: branch_pool }

                  - concat: { from: [branch1x1, branch5x5_2, branch3x3dbl_3, branch_pool], name: output }

              # From 35x35 to 17x17: every branch ends with a stride of 2.
              inception-b:
                layers:
                  - conv-bn: { from: input, filters: 384, kernel: 3, stride: 2, padding: valid, name: branch3x3 }

                  - conv-bn: { from: input, filters: 64, name: branch3x3dbl_1 }
                  - conv-bn: { filters: 96, kernel: 3, name: branch3x3dbl_2 }
                  - conv-bn: { filters: 96, kernel: 3, stride: 2, padding: valid, name: branch3x3dbl_3 }

                  - max-pool: { from: input, size: 3, stride: 2, name: branch_pool }

                  - concat: { from: [branch3x3, branch3x3dbl_3, branch_pool], name: output }

              # At 17x17: 7x7 once and twice, each as a row and a column.
              inception-c:
                parameters: { width: }
                layers:
                  - conv-bn: { from: input, filters: 192, name: branch1x1 }

                  - conv-bn: { from: input, filters: $width, name: branch7x7_1 }
                  - conv-bn: { filters: $width, kernel: [1, 7], name: branch7x7_2 }
                  - conv-bn: { filters: 192, kernel: [7, 1], name: branch7x7_3 }

                  - conv-bn: { from: input, filters: $width, name: branch7x7dbl_1 }
                  - conv-bn: { filters: $width, kernel: [7, 1], name: branch7x7dbl_2 }
                  - conv-bn: { filters: $width, kernel: [1, 7], name: branch7x7dbl_3 }
                  - conv-bn: { filters: $width, kernel: [7, 1], name: branch7x7dbl_4 }
                  - conv-bn: { filters: 192, kernel: [1, 7], name: branch7x7dbl_5 }

                  - average-pool: { from: input, size: 3, stride: 1, padding: 1, count-padding: true, name: pool }
                  - conv-bn: { filters: 192, name: branch_pool }

                  - concat: { from: [branch1x1, branch7x7_3, branch7x7dbl_5, branch_pool], name: output }

              # From 17x17 to 8x8.
              inception-d:
                layers:
                  - conv-bn: { from: input, filters: 192, name: branch3x3_1 }
                  - conv-bn: { filters: 320, kernel: 3, stride: 2, padding: valid, name: branch3x3_2 }

                  - conv-bn: { from: input, filters: 192, name: branch7x7x3_1 }
                  - conv-bn: { filters: 192, kernel: [1, 7], name: branch7x7x3_2 }
                  - conv-bn: { filters: 192, kernel: [7, 1], name: branch7x7x3_3 }
                  - conv-bn: { filters: 192, kernel: 3, stride: 2, padding: valid, name: branch7x7x3_4 }

                  - max-pool: { from: input, size: 3, stride: 2, name: branch_pool }

                  - concat: { from: [branch3x3_2, branch7x7x3_4, branch_pool], name: output }

              # At 8x8 the branches fork again: row and column side by side instead of one after the other.
              inception-e:
                layers:
                  - conv-bn: { from: input, filters: 320, name: branch1x1 }

                  - conv-bn: { from: input, filters: 384, name: branch3x3_1 }
                  - conv-bn: { from: branch3x3_1, filters: 384, kernel: [1, 3], name: branch3x3_2a }
                  - conv-bn: { from: branch3x3_1, filters: 384, kernel: [3, 1], name: branch3x3_2b }

                  - conv-bn: { from: input, filters: 448, name: branch3x3dbl_1 }
                  - conv-bn: { filters: 384, kernel: 3, name: branch3x3dbl_2 }
                  - conv-bn: { from: branch3x3dbl_2, filters: 384, kernel: [1, 3], name: branch3x3dbl_3a }
                  - conv-bn: { from: branch3x3dbl_2, filters: 384, kernel: [3, 1], name: branch3x3dbl_3b }

                  - average-pool: { from: input, size: 3, stride: 1, padding: 1, count-padding: true, name: pool }
                  - conv-bn: { filters: 192, name: branch_pool }

                  - concat:
                      from: [branch1x1, branch3x3_2a, branch3x3_2b, branch3x3dbl_3a, branch3x3dbl_3b, branch_pool]
                      name: output

            layers:
              # The stem: from 299 to 35 pixels.
              - conv-bn: { filters: 32, kernel: 3, stride: 2, padding: valid, name: Conv2d_1a_3x3 }   # 32x149x149
              - conv-bn: { filters: 32, kernel: 3, padding: valid, name: Conv2d_2a_3x3 }              # 32x147x147
              - conv-bn: { filters: 64, kernel: 3, name: Conv2d_2b_3x3 }
              - max-pool: { size: 3, stride: 2, name: maxpool1 }                                      # 64x73x73
              - conv-bn: { filters: 80, name: Conv2d_3b_1x1 }
              - conv-bn: { filters: 192, kernel: 3, padding: valid, name: Conv2d_4a_3x3 }             # 192x71x71
              - max-pool: { size: 3, stride: 2, name: maxpool2, expect: { output: 192x35x35 } }

              - inception-a: { name: Mixed_5b, pool: 32 }       # 256x35x35
              - inception-a: { name: Mixed_5c, pool: 64 }       # 288x35x35
              - inception-a: { name: Mixed_5d, pool: 64 }
              - inception-b: { name: Mixed_6a }                 # 768x17x17
              - inception-c: { name: Mixed_6b, width: 128 }
              - inception-c: { name: Mixed_6c, width: 160 }
              - inception-c: { name: Mixed_6d, width: 160 }
              - inception-c: { name: Mixed_6e, width: 192 }
              - inception-d: { name: Mixed_7a }                 # 1280x8x8
              - inception-e: { name: Mixed_7b }                 # 2048x8x8
              - inception-e: { name: Mixed_7c }

              - global-average-pool: { name: avgpool }
              - dropout: 0.5
              - dense: { units: 1000, name: fc }

            expect:
              output: 1000
              parameters: 23834568
              macs: 5713216096
              layers:
                Mixed_7c.output: { output: 2048x8x8, receptive-field: 1311 }
            """#
        ),
        (
            "nin-cifar10",
            #"""
            network: Network in Network (CIFAR-10)
            about: >-
              After each convolution, two 1x1 convolutions mix the channels of every pixel: a small dense network slides over
              the image. There is no dense layer; each of the last ten maps is averaged into the score of its class.
              The authors feed it contrast-normalised, whitened images.
            paper: M. Lin, Q. Chen, S. Yan. Network In Network. 2013
            url: https://arxiv.org/abs/1312.4400

            input: 3x32x32

            blocks:
              # A convolution and its two 1x1 layers ("cascaded cross channel parametric pooling").
              mlpconv:
                parameters: { filters: , kernel: , middle: , last: }
                layers:
                  - conv: { filters: $filters, kernel: $kernel, padding: same, activation: relu, name: conv }
                  - conv: { filters: $middle, kernel: 1, activation: relu, name: cccp1 }
                  - conv: { filters: $last, kernel: 1, activation: relu, name: cccp2 }

            layers:
              - mlpconv: { name: mlpconv1, filters: 192, kernel: 5, middle: 160, last: 96 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool1 }         # 96x16x16; the last window hangs over the edge
              - dropout: 0.5
              - mlpconv: { name: mlpconv2, filters: 192, kernel: 5, middle: 192, last: 192 }
              - average-pool: { size: 3, stride: 2, ceil: true, name: pool2 }     # 192x8x8
              - dropout: 0.5
              - mlpconv: { name: mlpconv3, filters: 192, kernel: 3, middle: 192, last: 10 }   # ten classes, ten maps
              - global-average-pool: { name: pool3 }
              - softmax

            expect: { output: 10, parameters: 966986, macs: 222486528 }
            """#
        ),
        (
            "nin-imagenet",
            #"""
            network: Network in Network (ImageNet)
            about: >-
              AlexNet's first layers with two 1x1 convolutions after each convolution, and no dense layer: 1000 maps are averaged
              into 1000 scores. An eighth of AlexNet's parameters. Sizes and preparation are those of the authors' Caffe model.
            paper: M. Lin, Q. Chen, S. Yan. Network In Network. 2013
            url: https://arxiv.org/abs/1312.4400

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 255, bgr: true, mean: [104.007, 116.669, 122.679] }

            blocks:
              # A convolution and its two 1x1 layers ("cascaded cross channel parametric pooling").
              mlpconv:
                parameters: { filters: , kernel: , stride: 1, padding: same, last: }
                layers:
                  - conv: { filters: $filters, kernel: $kernel, stride: $stride, padding: $padding, activation: relu, name: conv }
                  - conv: { filters: $filters, kernel: 1, activation: relu, name: cccp1 }
                  - conv: { filters: $last, kernel: 1, activation: relu, name: cccp2 }

            layers:
              - mlpconv: { name: mlpconv1, filters: 96, kernel: 11, stride: 4, padding: valid, last: 96 }   # 96x54x54
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool1 }       # 96x27x27; the last window hangs over the edge
              - mlpconv: { name: mlpconv2, filters: 256, kernel: 5, last: 256 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool2 }       # 256x13x13
              - mlpconv: { name: mlpconv3, filters: 384, kernel: 3, last: 384 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool3 }       # 384x6x6
              - dropout: 0.5
              - mlpconv: { name: mlpconv4, filters: 1024, kernel: 3, last: 1000 }   # a thousand classes, a thousand maps
              - global-average-pool: { name: pool4 }
              - softmax

            expect: { output: 1000, parameters: 7595176, macs: 1100188800 }
            """#
        ),
        (
            "all-cnn-c",
            #"""
            network: All-CNN-C (CIFAR-10)
            about: >-
              A network of convolutions alone: where others pool, a 3x3 convolution with stride 2 makes the maps smaller, and
              learns how. The authors feed it contrast-normalised, whitened images.
            paper: >-
              J. T. Springenberg, A. Dosovitskiy, T. Brox, M. Riedmiller.
              Striving for Simplicity: The All Convolutional Net. 2014
            url: https://arxiv.org/abs/1412.6806

            input: 3x32x32

            blocks:
              # Two convolutions, and a third one with stride 2 in the place of pooling.
              stage:
                parameters: { filters: }
                layers:
                  - conv: { filters: $filters, kernel: 3, padding: 1, activation: relu, name: conv1 }
                  - conv: { filters: $filters, kernel: 3, padding: 1, activation: relu, name: conv2 }
                  - conv: { filters: $filters, kernel: 3, stride: 2, padding: 1, activation: relu, name: smaller }

            layers:
              - dropout: 0.2                                            # drops pixels
              - stage: { name: stage1, filters: 96 }                    # 96x16x16
              - dropout: 0.5
              - stage: { name: stage2, filters: 192 }                   # 192x8x8
              - dropout: 0.5
              - conv: { filters: 192, kernel: 3, activation: relu, name: conv7 }    # without padding: 192x6x6
              - conv: { filters: 192, kernel: 1, activation: relu, name: conv8 }    # the same dense layer at every pixel
              - conv: { filters: 10, kernel: 1, activation: relu, name: conv9, expect: { output: 10x6x6 } }
              - global-average-pool
              - softmax

            expect: { output: 10, parameters: 1369738, macs: 270798336 }
            """#
        ),
        (
            "resnet18",
            #"""
            # torchvision's ResNet-18, with its names.
            network: ResNet-18
            about: >-
              Eighteen layers with weights, in pairs of 3x3 convolutions. Each pair only learns what to add to its input, which
              a shortcut carries past it; that is what lets so deep a network learn.
            paper: K. He, X. Zhang, S. Ren, J. Sun. Deep Residual Learning for Image Recognition. 2015
            url: https://arxiv.org/abs/1512.03385

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }

            blocks:
              # Input and output have the same shape, so the shortcut is the input itself.
              identity:
                parameters: { filters: }
                layers:
                  - conv: { filters: $filters, kernel: 3, padding: 1, bias: false, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $filters, kernel: 3, padding: 1, bias: false, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - add: input
                  - relu: { name: output }

              # Halves the maps and doubles their number; a 1x1 convolution makes the shortcut fit.
              halving:
                parameters: { filters: }
                layers:
                  - conv: { filters: $filters, kernel: 3, stride: 2, padding: 1, bias: false, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $filters, kernel: 3, padding: 1, bias: false, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - conv: { from: input, filters: $filters, kernel: 1, stride: 2, bias: false, name: downsample }
                  - batch-norm: { name: shortcut }
                  - add: { from: [bn2, shortcut] }
                  - relu: { name: output }

              stage:
                parameters: { filters: }
                layers:
                  - halving: { filters: $filters, name: first }
                  - identity: { filters: $filters, name: second }

            layers:
              # The stem: from 224 to 56 pixels.
              - conv: { filters: 64, kernel: 7, stride: 2, padding: 3, bias: false, name: conv1 }
              - batch-norm: { name: bn1 }
              - relu
              - max-pool: { size: 3, stride: 2, padding: 1, name: maxpool }

              - identity: { name: layer1, filters: 64, repeat: 2 }   # 64x56x56
              - stage: { name: layer2, filters: 128 }        # 128x28x28
              - stage: { name: layer3, filters: 256 }        # 256x14x14
              - stage: { name: layer4, filters: 512 }        # 512x7x7

              # Averaging each map leaves one number per map.
              - global-average-pool: { name: avgpool }
              - dense: { units: 1000, name: fc }

            expect:
              output: 1000
              parameters: 11689512
              macs: 1814073344
              layers:
                layer4.second.output: { output: 512x7x7, receptive-field: 435 }
            """#
        ),
        (
            "resnet34",
            #"""
            # torchvision's ResNet-34, with its names.
            network: ResNet-34
            about: >-
              Thirty-four layers with weights, in pairs of 3x3 convolutions. Each pair only learns what to add to its input, which
              a shortcut carries past it; that is what lets so deep a network learn.
            paper: K. He, X. Zhang, S. Ren, J. Sun. Deep Residual Learning for Image Recognition. 2015
            url: https://arxiv.org/abs/1512.03385

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }

            blocks:
              # Input and output have the same shape, so the shortcut is the input itself.
              identity:
                parameters: { filters: }
                layers:
                  - conv: { filters: $filters, kernel: 3, padding: 1, bias: false, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $filters, kernel: 3, padding: 1, bias: false, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - add: input
                  - relu: { name: output }

              # Halves the maps and doubles their number; a 1x1 convolution makes the shortcut fit.
              halving:
                parameters: { filters: }
                layers:
                  - conv: { filters: $filters, kernel: 3, stride: 2, padding: 1, bias: false, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $filters, kernel: 3, padding: 1, bias: false, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - conv: { from: input, filters: $filters, kernel: 1, stride: 2, bias: false, name: downsample }
                  - batch-norm: { name: shortcut }
                  - add: { from: [bn2, shortcut] }
                  - relu: { name: output }

              stage:
                parameters: { filters: , more: }
                layers:
                  - halving: { filters: $filters, name: first }
                  - identity: { filters: $filters, name: more, repeat: $more }

            layers:
              # The stem: from 224 to 56 pixels.
              - conv: { filters: 64, kernel: 7, stride: 2, padding: 3, bias: false, name: conv1 }
              - batch-norm: { name: bn1 }
              - relu
              - max-pool: { size: 3, stride: 2, padding: 1, name: maxpool }

              - identity: { name: layer1, filters: 64, repeat: 3 }    # 64x56x56
              - stage: { name: layer2, filters: 128, more: 3 }        # 128x28x28
              - stage: { name: layer3, filters: 256, more: 5 }        # 256x14x14
              - stage: { name: layer4, filters: 512, more: 2 }        # 512x7x7

              # Averaging each map leaves one number per map.
              - global-average-pool: { name: avgpool }
              - dense: { units: 1000, name: fc }

            expect:
              output: 1000
              parameters: 21797672
              macs: 3663761408
              layers:
                layer4.more.2.output: { output: 512x7x7, receptive-field: 899 }
            """#
        ),
        (
            "resnet50",
            #"""
            # torchvision's ResNet-50 ("v1.5"), with its names. It halves the maps in the 3x3 convolution of a block;
            # the paper does it in the first 1x1, which never reads three pixels in four: see resnet50-v1.
            network: ResNet-50
            about: >-
              Fifty layers with weights, in blocks of three convolutions: 1x1 to fewer maps, 3x3, 1x1 to four times as many.
              Each block only learns what to add to its input, which a shortcut carries past it.
            paper: K. He, X. Zhang, S. Ren, J. Sun. Deep Residual Learning for Image Recognition. 2015
            url: https://arxiv.org/abs/1512.03385

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }

            blocks:
              # Input and output have the same shape, so the shortcut is the input itself.
              identity:
                parameters: { width: }
                layers:
                  - conv: { filters: $width, kernel: 1, bias: false, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $width, kernel: 3, padding: 1, bias: false, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - relu
                  - conv: { filters: $(4*width), kernel: 1, bias: false, name: conv3 }
                  - batch-norm: { name: bn3 }
                  - add: input
                  - relu: { name: output }

              # The first block of a stage: a 1x1 convolution makes the shortcut fit.
              convolutional:
                parameters: { width: , stride: }
                layers:
                  - conv: { filters: $width, kernel: 1, bias: false, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $width, kernel: 3, stride: $stride, padding: 1, bias: false, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - relu
                  - conv: { filters: $(4*width), kernel: 1, bias: false, name: conv3 }
                  - batch-norm: { name: bn3 }
                  - conv: { from: input, filters: $(4*width), kernel: 1, stride: $stride, bias: false, name: downsample }
                  - batch-norm: { name: shortcut }
                  - add: { from: [bn3, shortcut] }
                  - relu: { name: output }

              stage:
                parameters: { width: , stride: 2, more: }
                layers:
                  - convolutional: { width: $width, stride: $stride, name: first }
                  - identity: { width: $width, name: more, repeat: $more }

            layers:
              # The stem: from 224 to 56 pixels.
              - conv: { filters: 64, kernel: 7, stride: 2, padding: 3, bias: false, name: conv1 }
              - batch-norm: { name: bn1 }
              - relu
              - max-pool: { size: 3, stride: 2, padding: 1, name: maxpool }

              - stage: { name: layer1, width: 64, stride: 1, more: 2 }    # 256x56x56; pooling has halved already
              - stage: { name: layer2, width: 128, more: 3 }              # 512x28x28
              - stage: { name: layer3, width: 256, more: 5 }              # 1024x14x14
              - stage: { name: layer4, width: 512, more: 2 }              # 2048x7x7

              # Averaging each map leaves one number per map.
              - global-average-pool: { name: avgpool }
              - dense: { units: 1000, name: fc }

            # Keras also counts the means and variances that BatchNorm keeps: `summary resnet50 --explain-difference`.
            expect:
              - output: 1000
                parameters: 25557032
                macs: 4089184256
                layers:
                  layer4.more.2.output: { output: 2048x7x7, receptive-field: 427, jump: 32 }
              - { profile: keras, parameters: 25610152, trainable: 25557032 }
            """#
        ),
        (
            "resnet50-v1",
            #"""
            # Keras' ResNet-50. As in the paper, the first 1x1 convolution of a stage has the stride of 2: it never reads three
            # pixels in four. Unlike the paper's, its convolutions have biases, which the BatchNorm after them makes idle.
            network: ResNet-50 v1 (Keras)
            about: >-
              Fifty layers with weights, in blocks of three convolutions: 1x1 to fewer maps, 3x3, 1x1 to four times as many.
              Each block only learns what to add to its input, which a shortcut carries past it.
            paper: K. He, X. Zhang, S. Ren, J. Sun. Deep Residual Learning for Image Recognition. 2015
            url: https://arxiv.org/abs/1512.03385

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 255, bgr: true, mean: [103.939, 116.779, 123.68] }

            blocks:
              # Input and output have the same shape, so the shortcut is the input itself.
              identity:
                parameters: { width: }
                layers:
                  - conv: { filters: $width, kernel: 1, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $width, kernel: 3, padding: 1, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - relu
                  - conv: { filters: $(4*width), kernel: 1, name: conv3 }
                  - batch-norm: { name: bn3 }
                  - add: input
                  - relu: { name: output }

              # The first block of a stage: a 1x1 convolution makes the shortcut fit.
              convolutional:
                parameters: { width: , stride: }
                layers:
                  - conv: { from: input, filters: $(4*width), kernel: 1, stride: $stride, name: conv0 }
                  - batch-norm: { name: shortcut }
                  - conv: { from: input, filters: $width, kernel: 1, stride: $stride, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $width, kernel: 3, padding: 1, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - relu
                  - conv: { filters: $(4*width), kernel: 1, name: conv3 }
                  - batch-norm: { name: bn3 }
                  - add: shortcut
                  - relu: { name: output }

              stage:
                parameters: { width: , stride: 2, more: }
                layers:
                  - convolutional: { width: $width, stride: $stride, name: first }
                  - identity: { width: $width, name: more, repeat: $more }

            layers:
              # The stem: from 224 to 56 pixels. Keras pads in layers of their own; before pooling with zeros, which is harmless
              # because no value after a ReLU is smaller.
              - zero-pad: { padding: 3, name: conv1_pad }
              - conv: { filters: 64, kernel: 7, stride: 2, name: conv1_conv }
              - batch-norm: { name: conv1_bn }
              - relu: { name: conv1_relu }
              - zero-pad: { padding: 1, name: pool1_pad }
              - max-pool: { size: 3, stride: 2, name: pool1_pool }

              - stage: { name: conv2, width: 64, stride: 1, more: 2 }     # 256x56x56; pooling has halved already
              - stage: { name: conv3, width: 128, more: 3 }               # 512x28x28
              - stage: { name: conv4, width: 256, more: 5 }               # 1024x14x14
              - stage: { name: conv5, width: 512, more: 2 }               # 2048x7x7

              # Averaging each map leaves one number per map.
              - global-average-pool: { name: avg_pool }
              - dense: { units: 1000, activation: softmax, name: predictions }

            # Keras counts the statistics of BatchNorm as parameters too, though not as trainable ones.
            expect:
              profile: keras
              output: 1000
              parameters: 25636712
              trainable: 25583592
              macs: 3857973248
              layers:
                conv5.more.2.output: { output: 2048x7x7, receptive-field: 483 }
            """#
        ),
        (
            "resnet20-cifar",
            #"""
            network: ResNet-20 for CIFAR-10
            about: >-
              The residual network for small images: three stages of 16, 32 and 64 maps at 32x32, 16x16 and 8x8, each of n pairs of
              3x3 convolutions, which makes 6n + 2 layers with weights. Shortcuts have none: where a stage begins, they
              skip every other pixel and fill the new maps with zeros. The authors subtract the mean image.
            paper: K. He, X. Zhang, S. Ren, J. Sun. Deep Residual Learning for Image Recognition. 2015
            url: https://arxiv.org/abs/1512.03385

            input: 3x32x32

            blocks:
              residual:
                parameters: { filters: , stride: 1 }
                layers:
                  - conv: { filters: $filters, kernel: 3, stride: $stride, padding: 1, bias: false, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $filters, kernel: 3, padding: 1, bias: false, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - add: { from: input, shortcut: zero-pad }
                  - relu: { name: output }

              # n residual blocks, of which the first may halve the maps.
              stage:
                parameters: { filters: , stride: 2, n: 3 }
                layers:
                  - residual: { name: first, filters: $filters, stride: $stride }
                  - residual: { name: more, filters: $filters, repeat: $(n-1) }

            layers:
              - conv: { filters: 16, kernel: 3, padding: 1, bias: false, name: conv1 }
              - batch-norm: { name: bn1 }
              - relu

              - stage: { name: layer1, filters: 16, stride: 1 }     # 16x32x32
              - stage: { name: layer2, filters: 32 }                # 32x16x16
              - stage: { name: layer3, filters: 64 }                # 64x8x8

              - global-average-pool: { name: avgpool }
              - dense: { units: 10, name: fc }

            expect: { output: 10, parameters: 269722, macs: 40551040 }
            """#
        ),
        (
            "resnet56-cifar",
            #"""
            network: ResNet-56 for CIFAR-10
            about: >-
              The residual network for small images: three stages of 16, 32 and 64 maps at 32x32, 16x16 and 8x8, each of n pairs of
              3x3 convolutions, which makes 6n + 2 layers with weights. Shortcuts have none: where a stage begins, they
              skip every other pixel and fill the new maps with zeros. The authors subtract the mean image.
            paper: K. He, X. Zhang, S. Ren, J. Sun. Deep Residual Learning for Image Recognition. 2015
            url: https://arxiv.org/abs/1512.03385

            input: 3x32x32

            blocks:
              residual:
                parameters: { filters: , stride: 1 }
                layers:
                  - conv: { filters: $filters, kernel: 3, stride: $stride, padding: 1, bias: false, name: conv1 }
                  - batch-norm: { name: bn1 }
                  - relu
                  - conv: { filters: $filters, kernel: 3, padding: 1, bias: false, name: conv2 }
                  - batch-norm: { name: bn2 }
                  - add: { from: input, shortcut: zero-pad }
                  - relu: { name: output }

              # n residual blocks, of which the first may halve the maps.
              stage:
                parameters: { filters: , stride: 2, n: 9 }
                layers:
                  - residual: { name: first, filters: $filters, stride: $stride }
                  - residual: { name: more, filters: $filters, repeat: $(n-1) }

            layers:
              - conv: { filters: 16, kernel: 3, padding: 1, bias: false, name: conv1 }
              - batch-norm: { name: bn1 }
              - relu

              - stage: { name: layer1, filters: 16, stride: 1 }     # 16x32x32
              - stage: { name: layer2, filters: 32 }                # 32x16x16
              - stage: { name: layer3, filters: 64 }                # 64x8x8

              - global-average-pool: { name: avgpool }
              - dense: { units: 10, name: fc }

            expect: { output: 10, parameters: 853018, macs: 125485696 }
            """#
        ),
        (
            "squeezenet1.1",
            #"""
            network: SqueezeNet 1.1
            about: >-
              AlexNet's accuracy with a fiftieth of its parameters. Fire modules first squeeze the maps into a few with 1x1
              convolutions, then expand those with 1x1 and 3x3 side by side. Version 1.1 pools earlier than the paper's 1.0
              and needs less than half the arithmetic.
            paper: >-
              F. N. Iandola, S. Han, M. W. Moskewicz, K. Ashraf, W. J. Dally, K. Keutzer.
              SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size. 2016
            url: https://arxiv.org/abs/1602.07360

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }

            blocks:
              fire:
                parameters: { squeeze: , expand: }
                layers:
                  - conv: { filters: $squeeze, kernel: 1, activation: relu, name: squeeze1x1 }
                  - conv: { from: squeeze1x1, filters: $expand, kernel: 1, activation: relu, name: expand1x1 }
                  - conv: { from: squeeze1x1, filters: $expand, kernel: 3, padding: 1, activation: relu, name: expand3x3 }
                  - concat: { from: [expand1x1, expand3x3], name: concat }

            layers:
              - conv: { filters: 64, kernel: 3, stride: 2, activation: relu, name: conv1 }    # 64x111x111
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool1 }
              - fire: { name: fire2, squeeze: 16, expand: 64 }      # 128x55x55
              - fire: { name: fire3, squeeze: 16, expand: 64 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool3 }
              - fire: { name: fire4, squeeze: 32, expand: 128 }     # 256x27x27
              - fire: { name: fire5, squeeze: 32, expand: 128 }
              - max-pool: { size: 3, stride: 2, ceil: true, name: pool5 }
              - fire: { name: fire6, squeeze: 48, expand: 192 }     # 384x13x13
              - fire: { name: fire7, squeeze: 48, expand: 192 }
              - fire: { name: fire8, squeeze: 64, expand: 256 }     # 512x13x13
              - fire: { name: fire9, squeeze: 64, expand: 256 }

              # No dense layer: a thousand maps, one for each class, are averaged.
              - dropout: 0.5
              - conv: { filters: 1000, kernel: 1, activation: relu, name: conv10, expect: { output: 1000x13x13 } }
              - global-average-pool: { name: pool10 }

            expect: { output: 1000, parameters: 1235496, macs: 349151936 }
            """#
        ),
        (
            "mobilenet-v2",
            #"""
            # torchvision's MobileNet v2.
            network: MobileNet v2
            about: >-
              Made for telephones. Each block widens its few maps sixfold with a 1x1 convolution, filters every map by itself with
              a 3x3 (depthwise), and narrows again with a 1x1 that has no activation. Where shapes allow, its input is added.
            paper: >-
              M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen.
              MobileNetV2: Inverted Residuals and Linear Bottlenecks. 2018
            url: https://arxiv.org/abs/1801.04381

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }

            blocks:
              # Each map by itself through a 3x3, then all of them mixed into fewer by a 1x1.
              separable:
                parameters: { filters: , stride: 1 }
                layers:
                  - depthwise-conv: { kernel: 3, stride: $stride, padding: 1, bias: false, name: depthwise }
                  - batch-norm
                  - relu6
                  - conv: { filters: $filters, kernel: 1, bias: false, name: project }
                  - batch-norm

              # The first block of a stage: other maps come out than went in, perhaps half as large.
              change:
                parameters: { maps: , filters: , stride: 2 }
                layers:
                  - conv: { filters: $(6*maps), kernel: 1, bias: false, name: expand }
                  - batch-norm
                  - relu6
                  - separable: { filters: $filters, stride: $stride, name: separable }

              # The others: as many maps out as in, so the input can be added.
              inverted-residual:
                parameters: { maps: }
                layers:
                  - conv: { filters: $(6*maps), kernel: 1, bias: false, name: expand }
                  - batch-norm
                  - relu6
                  - separable: { filters: $maps, name: separable }
                  - add: { from: input, name: output }

            layers:
              - conv: { filters: 32, kernel: 3, stride: 2, padding: 1, bias: false, name: conv1 }
              - batch-norm
              - relu6
              - separable: { name: stage1, filters: 16 }                              # 16x112x112

              - change: { name: stage2, maps: 16, filters: 24 }                       # 24x56x56
              - inverted-residual: { name: stage2_more, maps: 24 }
              - change: { name: stage3, maps: 24, filters: 32 }                       # 32x28x28
              - inverted-residual: { name: stage3_more, maps: 32, repeat: 2 }
              - change: { name: stage4, maps: 32, filters: 64 }                       # 64x14x14
              - inverted-residual: { name: stage4_more, maps: 64, repeat: 3 }
              - change: { name: stage5, maps: 64, filters: 96, stride: 1 }            # 96x14x14
              - inverted-residual: { name: stage5_more, maps: 96, repeat: 2 }
              - change: { name: stage6, maps: 96, filters: 160 }                      # 160x7x7
              - inverted-residual: { name: stage6_more, maps: 160, repeat: 2 }
              - change: { name: stage7, maps: 160, filters: 320, stride: 1 }          # 320x7x7

              - conv: { filters: 1280, kernel: 1, bias: false, name: conv_last }
              - batch-norm
              - relu6
              - global-average-pool: { name: avgpool }
              - dropout: 0.2
              - dense: { units: 1000, name: classifier }

            expect: { output: 1000, parameters: 3504872, macs: 300774272 }
            """#
        ),
        (
            "densenet121",
            #"""
            # torchvision's DenseNet-121, with its names.
            network: DenseNet-121
            about: >-
              Every layer of a dense block reads the maps of all layers before it and puts 32 new ones beside them, so nothing
              has to be learned twice. Normalisation and ReLU come before the convolution. 121 layers have weights, not counting
              BatchNorm.
            paper: G. Huang, Z. Liu, L. van der Maaten, K. Q. Weinberger. Densely Connected Convolutional Networks. 2016
            url: https://arxiv.org/abs/1608.06993

            input: 3x224x224
            preprocess: { resize: 256, crop: 224, pixel-range: 1, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }

            blocks:
              # Adds `growth` maps: a 1x1 convolution to four times as many, then a 3x3, then beside what came in.
              dense-layer:
                parameters: { growth: 32 }
                layers:
                  - batch-norm: { name: norm1 }
                  - relu
                  - conv: { filters: $(4*growth), kernel: 1, bias: false, name: conv1 }
                  - batch-norm: { name: norm2 }
                  - relu
                  - conv: { filters: $growth, kernel: 3, padding: 1, bias: false, name: conv2 }
                  - concat: { from: [input, conv2], name: output }

              # Between dense blocks: half as many maps, half as large.
              transition:
                parameters: { filters: }
                layers:
                  - batch-norm: { name: norm }
                  - relu
                  - conv: { filters: $filters, kernel: 1, bias: false, name: conv }
                  - average-pool: { size: 2, name: pool }

            layers:
              # The stem: from 224 to 56 pixels.
              - conv: { filters: 64, kernel: 7, stride: 2, padding: 3, bias: false, name: conv0 }
              - batch-norm: { name: norm0 }
              - relu
              - max-pool: { size: 3, stride: 2, padding: 1, name: pool0 }

              - dense-layer: { name: denseblock1, repeat: 6 }       # 64 + 6*32 = 256 maps of 56x56
              - transition: { name: transition1, filters: 128 }
              - dense-layer: { name: denseblock2, repeat: 12 }      # 512 maps of 28x28
              - transition: { name: transition2, filters: 256 }
              - dense-layer: { name: denseblock3, repeat: 24 }      # 1024 maps of 14x14
              - transition: { name: transition3, filters: 512 }
              - dense-layer: { name: denseblock4, repeat: 16 }      # 1024 maps of 7x7
              - batch-norm: { name: norm5 }
              - relu

              - global-average-pool: { name: avgpool }
              - dense: { units: 1000, name: classifier }

            expect: { output: 1000, parameters: 7978856, macs: 2834161664 }
            """#
        ),
        (
            "unet",
            #"""
            network: U-Net
            about: >-
              Labels every pixel: down four times to see what is there, up four times to say where, and on each level the maps
              from the way down are laid beside those from the way up. Padded, so that 512x512 pixels get 512x512 labels;
              the paper does not pad, and crops (572x572 pixels get 388x388).
            paper: >-
              O. Ronneberger, P. Fischer, T. Brox. U-Net: Convolutional Networks for Biomedical Image Segmentation. 2015
            url: https://arxiv.org/abs/1505.04597

            input: 1x512x512          # both sides must be divisible by 16

            blocks:
              two-convs:
                parameters: { filters: }
                layers:
                  - conv: { filters: $filters, kernel: 3, padding: 1, activation: relu, name: conv1 }
                  - conv: { filters: $filters, kernel: 3, padding: 1, activation: relu, name: conv2 }

            layers:
              # Down: halve the maps, double their number.
              - two-convs: { name: down1, filters: 64 }     # 64x512x512
              - max-pool: 2
              - two-convs: { name: down2, filters: 128 }    # 128x256x256
              - max-pool: 2
              - two-convs: { name: down3, filters: 256 }    # 256x128x128
              - max-pool: 2
              - two-convs: { name: down4, filters: 512 }    # 512x64x64
              - max-pool: 2
              - two-convs: { name: bottom, filters: 1024 }  # 1024x32x32; the paper adds dropout here and names no rate

              # Up: a transposed convolution doubles the maps and halves their number; the maps from the way down join them.
              - conv-transpose: { filters: 512, kernel: 2, stride: 2, name: up4 }
              - concat: [down4, up4]                        # 1024x64x64
              - two-convs: { name: merge4, filters: 512 }
              - conv-transpose: { filters: 256, kernel: 2, stride: 2, name: up3 }
              - concat: [down3, up3]
              - two-convs: { name: merge3, filters: 256 }
              - conv-transpose: { filters: 128, kernel: 2, stride: 2, name: up2 }
              - concat: [down2, up2]
              - two-convs: { name: merge2, filters: 128 }
              - conv-transpose: { filters: 64, kernel: 2, stride: 2, name: up1 }
              - concat: [down1, up1]
              - two-convs: { name: merge1, filters: 64 }

              # A score for each pixel and each of two classes (cell or background).
              - conv: { filters: 2, kernel: 1, name: scores }

            expect: { output: 2x512x512, parameters: 31030658, macs: 192384335872 }
            """#
        ),
        (
            "fast-rcnn-vgg16",
            #"""
            network: Fast R-CNN (VGG-16)
            about: >-
              Finds objects: one pass of VGG-16 over the whole image, then for each proposed region a 7x7 excerpt of the maps,
              whatever the region's size, from which two dense layers say what it is and correct its corners.
              The regions come from elsewhere (selective search); the three below are examples to change.
              Sizes are counted for one region; every region goes through the same dense layers.
            paper: R. Girshick. Fast R-CNN. 2015
            url: https://arxiv.org/abs/1504.08083

            input: 3x600x800          # a photo of 4:3; the shorter side is made 600
            preprocess: { resize: 600, pixel-range: 255, bgr: true, mean: [102.9801, 115.9465, 122.7717] }

            layers:
              # VGG-16 without its last pooling: a step on these maps is 16 pixels of the image.
              # The network is Caffe's, whose pooling rounds sizes up: 75 rows become 38.
              - conv: { filters: 64, kernel: 3, padding: 1, activation: relu, name: conv1_1 }
              - conv: { filters: 64, kernel: 3, padding: 1, activation: relu, name: conv1_2 }
              - max-pool: { size: 2, ceil: true, name: pool1 }

              - conv: { filters: 128, kernel: 3, padding: 1, activation: relu, name: conv2_1 }
              - conv: { filters: 128, kernel: 3, padding: 1, activation: relu, name: conv2_2 }
              - max-pool: { size: 2, ceil: true, name: pool2 }

              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_1 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_2 }
              - conv: { filters: 256, kernel: 3, padding: 1, activation: relu, name: conv3_3 }
              - max-pool: { size: 2, ceil: true, name: pool3 }

              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_1 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_2 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv4_3 }
              - max-pool: { size: 2, ceil: true, name: pool4 }

              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_1 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_2 }
              - conv: { filters: 512, kernel: 3, padding: 1, activation: relu, name: conv5_3 }

              # Pooling into 7x7 uneven bins takes the place of pool5. Corners are x, y, x, y in pixels of the image.
              - roi-pool:
                  size: 7
                  scale: 0.0625       # 1/16
                  regions: [[0, 0, 799, 599], [160, 96, 415, 335], [368, 208, 559, 575]]
                  name: roi_pool5

              # The head, for each region.
              - flatten
              - dense: { units: 4096, activation: relu, name: fc6, expect: { parameters: 102764544 } }
              - dropout: 0.5
              - dense: { units: 4096, activation: relu, name: fc7 }
              - dropout: { rate: 0.5, name: features }
              - dense: { units: 21, activation: softmax, name: cls_prob }        # twenty kinds of object, and background
              - dense: { from: features, units: 84, name: bbox_pred }            # four corrections for each of the 21

            outputs: [cls_prob, bbox_pred]

            expect:
              parameters: 134690729
              layers:
                conv5_3: { output: 512x38x50, receptive-field: 196 }
                cls_prob: { output: 21, parameters: 86037 }
                bbox_pred: { output: 84, parameters: 344148 }
            """#
        ),
        (
            "speech-encoder",
            #"""
            network: Speech encoder, the two convolutions
            about: >-
              The beginning of a network that translates speech. T steps of sound, each with 80 frequencies, and for each of those
              its value, its change and the change of that: three channels. Two strided convolutions make both axes a quarter.
              (The paper's BatchNorm and the recurrent layers that follow are left out.)
            paper: >-
              R. J. Weiss, J. Chorowski, N. Jaitly, Y. Wu, Z. Chen.
              Sequence-to-Sequence Models Can Directly Translate Foreign Speech. 2017
            url: https://arxiv.org/abs/1703.08581

            input: 3xTx80             # channels x time x frequency
            where: { T: multiple of 4 }

            layers:
              # A filter spans 3 steps, 3 frequencies and all channels: 3x3x3 here, 3x3x32 in the second layer.
              - conv: { filters: 32, kernel: 3, stride: 2, padding: same, activation: relu, name: conv1 }
              - conv: { filters: 32, kernel: 3, stride: 2, padding: same, activation: relu, name: conv2 }

            expect:
              output: 32xT/4x20
              parameters: 10144
              layers:
                conv1: { output: 32xT/2x40, parameters: 896 }
                conv2: { parameters: 9248 }
            """#
        ),
    ]
}
