/** Curvelane's models as ONNX files, for runtimes in other languages and on other hardware. */
module io.github.curvelane.onnx {
  requires com.google.gson;
  requires com.google.protobuf;
  requires transitive io.github.curvelane;

  exports io.github.curvelane.onnx;
}
