public import Scenes
public import Tensors
