package consumer

import io.github.curvelane.metrics.Auc
import io.github.curvelane.serve.Fit

/** Null is taken where the library says so, and nowhere else: the last two lines do not compile. */
fun nulls(labels: IntArray, scores: DoubleArray, rows: Array<DoubleArray>) {
  Auc.of(labels, scores, null)
  Auc.of(labels, null, null)
  Fit.classes(rows, labels).loss(null)
}
