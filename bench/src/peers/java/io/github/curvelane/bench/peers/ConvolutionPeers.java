package io.github.curvelane.bench.peers;

import io.github.curvelane.bench.conv.Convolver;
import java.util.Optional;

/** The peers that convolve. Each loads its library only when it is asked for. */
public final class ConvolutionPeers implements Convolver.Peers {
  /** Made by the service loader. */
  public ConvolutionPeers() {}

  @Override
  public Optional<Convolver> load(String name, int threads) {
    return name.equals(Libtorch.NAME)
        ? Optional.of(new LibtorchConvolver(threads))
        : Optional.empty();
  }
}
