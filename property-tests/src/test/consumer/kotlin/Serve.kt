package consumer

import io.github.curvelane.metrics.Auc
import io.github.curvelane.serve.Fit

/** The program of Serve.java. */
fun main() {
  val rows = Array(60) { i -> doubleArrayOf(if (i % 2 == 0) i.toDouble() else 100.0 + i, (i % 7).toDouble()) }
  val shapes = Array(60) { i -> if (i % 2 == 0) "round" else "long" }
  val predictor = Fit.classes(rows, shapes).validation(0.2).epochs(20).fit().orThrow().predictor()
  println(predictor.classify(10.0, 3.0))
  println(predictor.predict(10.0, 3.0).contentHashCode())
  println(Auc.of(intArrayOf(0, 1), doubleArrayOf(0.25, 0.75), null))
}
