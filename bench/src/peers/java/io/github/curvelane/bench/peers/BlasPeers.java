package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.matmul.Multiplier;
import java.util.Optional;

/** The peers that multiply matrices. Each loads its library only when it is asked for. */
public final class BlasPeers implements Multiplier.Peers {
  /** Made by the service loader. */
  public BlasPeers() {}

  @Override
  public Optional<Multiplier> load(String name, int threads) {
    return Optional.ofNullable(
        switch (name) {
          case "MKL" -> new CblasMultiplier(name, new MklCblas(threads), false);
          case "MKL-heap" -> new CblasMultiplier(name, new MklCblas(threads), true);
          case "OpenBLAS" -> new CblasMultiplier(name, new OpenBlasCblas(threads), false);
          case "OpenBLAS-heap" -> new CblasMultiplier(name, new OpenBlasCblas(threads), true);
          case "oneDNN" -> new OneDnnMultiplier();
          case "VectorBLAS" -> new VectorBlasMultiplier();
          case "EJML" -> new EjmlMultiplier();
          case "ojAlgo" -> new OjAlgoMultiplier(threads);
          default -> null;
        });
  }
}
