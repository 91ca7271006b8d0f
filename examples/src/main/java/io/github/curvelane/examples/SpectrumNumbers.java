package io.github.curvelane.examples;

import io.github.curvelane.curvature.Eigenpair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a measurement found as tables of comma-separated values, by the names of their files. */
final class SpectrumNumbers {
  /** Everything that a measurement may leave. */
  static final List<String> FILES =
      List.of(
          "spectrum.csv", "density.csv", "layers.csv", "online.csv", "rates.csv", "spectrum.html");

  private SpectrumNumbers() {}

  static Map<String, String> of(SpectrumMeasurement<?> found) {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("spectrum.csv", eigenvalues(found));
    if (found.density.isPresent()) {
      StringBuilder csv = new StringBuilder("eigenvalue,weight\n");
      double[] nodes = found.density.get().nodes();
      double[] weights = found.density.get().weights();
      for (int i = 0; i < nodes.length; i++) {
        csv.append(nodes[i]).append(',').append(weights[i]).append('\n');
      }
      tables.put("density.csv", csv.toString());
    }
    if (!found.layers.isEmpty()) {
      StringBuilder csv =
          new StringBuilder("layer,parameters,lambda_max,residual,mean_becker_lecun_diagonal\n");
      found.layers.forEach(
          layer ->
              csv.append('"')
                  .append(layer.name().replace("\"", "\"\""))
                  .append('"')
                  .append(',')
                  .append(layer.parameters())
                  .append(',')
                  .append(layer.largest())
                  .append(',')
                  .append(layer.residual())
                  .append(',')
                  .append(layer.diagonal())
                  .append('\n'));
      tables.put("layers.csv", csv.toString());
    }
    if (found.online.length > 0) {
      StringBuilder csv = new StringBuilder("presentation,estimate,lambda_max\n");
      for (int t = 0; t < found.online.length; t++) {
        csv.append(t + 1)
            .append(',')
            .append(found.online[t])
            .append(',')
            .append(found.hessianLargest)
            .append('\n');
      }
      tables.put("online.csv", csv.toString());
    }
    if (!found.trials.isEmpty()) {
      StringBuilder csv = new StringBuilder("rate_times_lambda_max,epoch,training_loss\n");
      found.trials.forEach(
          trial -> {
            for (int e = 0; e < trial.losses().length; e++) {
              csv.append(trial.factor())
                  .append(',')
                  .append(e)
                  .append(',')
                  .append(trial.losses()[e])
                  .append('\n');
            }
          });
      tables.put("rates.csv", csv.toString());
    }
    return tables;
  }

  private static String eigenvalues(SpectrumMeasurement<?> found) {
    StringBuilder csv = new StringBuilder("end,rank,eigenvalue,residual,converged\n");
    add(csv, "largest", found.top);
    add(csv, "smallest", found.bottom);
    return csv.toString();
  }

  private static void add(StringBuilder csv, String end, List<? extends Eigenpair<?>> pairs) {
    for (int i = 0; i < pairs.size(); i++) {
      Eigenpair<?> pair = pairs.get(i);
      csv.append(end)
          .append(',')
          .append(i + 1)
          .append(',')
          .append(pair.value())
          .append(',')
          .append(pair.residual())
          .append(',')
          .append(pair.converged())
          .append('\n');
    }
  }
}
