/** Models as ONNX files: {@link io.github.curvelane.onnx.OnnxFile} writes them. */
@NullMarked
package io.github.curvelane.onnx;

import org.jspecify.annotations.NullMarked;
