"""The original's stack: FastAPI, torch and torchvision, one request an inference.

    PEER_WEIGHTS=vgg16.pth uvicorn peer:app --port 9001
"""

import io
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "Tools/torch"))
import cpu_torchvision  # noqa: F401
import torch
import torchvision
from fastapi import FastAPI, UploadFile
from PIL import Image
from torchvision import transforms

classes = 2
network = getattr(torchvision.models, os.environ.get("PEER_NETWORK", "vgg16"))(num_classes=classes)
network.load_state_dict(torch.load(os.environ["PEER_WEIGHTS"]))
network.eval()
transform = transforms.Compose([
    transforms.Resize(256), transforms.CenterCrop(224), transforms.ToTensor(),
    transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
])
app = FastAPI()


@app.post("/infer/")
def infer(file: UploadFile):
    image = Image.open(io.BytesIO(file.file.read())).convert("RGB")
    with torch.inference_mode():
        probabilities = torch.softmax(network(transform(image)[None])[0], 0)
    best = int(probabilities.argmax())
    return {"Predicted Class": best, "Class Label": str(best),
            "probabilities": probabilities.tolist()}
