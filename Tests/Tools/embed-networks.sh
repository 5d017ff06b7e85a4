#!/bin/sh
# Puts the files of Samples/networks into the command: writes Sources/Files/Zoo/ZooTexts.swift.
set -eu
cd "$(dirname "$0")/../.."
ids="lenet5 alexnet alexnet-ungrouped alexnet-grouped vgg16 vgg19 googlenet googlenet-bn inception-v3 nin-cifar10 \
nin-imagenet all-cnn-c resnet18 resnet34 resnet50 resnet50-v1 resnet20-cifar resnet56-cifar squeezenet1.1 \
mobilenet-v2 densenet121 unet fast-rcnn-vgg16 speech-encoder"
{
    echo "// Made of Samples/networks by Tests/Tools/embed-networks.sh; change those files, then run it."
    echo
    echo "extension Zoo {"
    echo "    static let texts: [(id: String, yaml: String)] = ["
    for id in $ids; do
        echo "        ("
        echo "            \"$id\","
        echo "            #\"\"\""
        # The line for editors names a file that the command does not have beside it.
        sed -e '/^# yaml-language-server/d' -e 's/^\(.\)/            \1/' "Samples/networks/$id.yml"
        echo "            \"\"\"#"
        echo "        ),"
    done
    echo "    ]"
    echo "}"
} > Sources/Files/Zoo/ZooTexts.swift
