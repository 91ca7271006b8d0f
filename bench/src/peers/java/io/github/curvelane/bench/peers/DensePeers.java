package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.dense.Factorizer;
import java.util.ArrayList;
import java.util.List;

/** The peers that factor dense matrices. */
public final class DensePeers implements Factorizer.Peers {
  /** Made by the service loader. */
  public DensePeers() {}

  @Override
  public List<Factorizer> load() {
    List<Factorizer> peers = new ArrayList<>(List.of(new EjmlFactorizer(), new OjAlgoFactorizer()));
    try {
      peers.addFirst(new OpenBlasFactorizer());
    } catch (LinkageError e) {
      System.err.println("OpenBLAS is left out, its library cannot be loaded: " + e);
    }
    return peers;
  }
}
