/** Models as ONNX files: {@link io.github.curvelane.onnx.OnnxFile} writes them. */
package io.github.curvelane.onnx;
