/**
 * Curvelane's models as ONNX files, for runtimes in other languages and on other hardware.
 *
 * @since 0.1.0
 */
module io.github.curvelane.onnx {
  requires com.google.gson;
  requires com.google.protobuf;
  requires transitive io.github.curvelane;
  requires static org.jspecify;

  exports io.github.curvelane.onnx;
}
