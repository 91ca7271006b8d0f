package io.github.curvelane.bench.minimizers;

import io.github.curvelane.optim.batch.Bfgs;
import io.github.curvelane.optim.batch.ConjugateGradient;
import io.github.curvelane.optim.batch.HessianFree;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.LeastSquaresSolver;
import io.github.curvelane.optim.batch.LevenbergMarquardt;
import io.github.curvelane.optim.batch.LevenbergMarquardt.Damping;
import io.github.curvelane.optim.batch.LevenbergMarquardt.Scaling;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.RegularizedNewton;
import io.github.curvelane.optim.batch.SaddleFreeNewton;
import io.github.curvelane.optim.batch.ScaledConjugateGradient;
import io.github.curvelane.optim.batch.SteihaugTrustRegion;
import io.github.curvelane.optim.batch.Stopping;
import java.util.List;
import java.util.Optional;

/** The methods of this library that are compared, each with its default settings unless said. */
public final class Methods {
  private Methods() {}

  /**
   * Returns the methods that are shown the problems of Moré, Garbow and Hillstrom.
   *
   * @return the methods, in the order of tables
   */
  public static List<Method> ofFunctions() {
    return List.of(
        new Method("lm", new LevenbergMarquardt(), true, Optional.of(ScipyMethod.LM)),
        ofFunction("l-bfgs", new Lbfgs(), ScipyMethod.L_BFGS_B),
        ofFunction("bfgs", new Bfgs(), ScipyMethod.BFGS),
        ofFunction(
            "cg",
            new ConjugateGradient().stopping(Stopping.DEFAULT.iterations(3_000)),
            ScipyMethod.CG),
        new Method("scaled cg", new ScaledConjugateGradient(), false, Optional.empty()),
        ofFunction("steihaug", new SteihaugTrustRegion(), ScipyMethod.TRUST_NCG),
        ofFunction("saddle-free", new SaddleFreeNewton(), ScipyMethod.TRUST_NCG),
        ofFunction("newton", new RegularizedNewton(), ScipyMethod.TRUST_NCG),
        ofFunction("hessian-free", new HessianFree(), ScipyMethod.TRUST_NCG));
  }

  private static Method ofFunction(String name, Minimizer minimizer, ScipyMethod peer) {
    return new Method(name, minimizer, false, Optional.of(peer));
  }

  /**
   * Returns the methods that are shown NIST's regressions.
   *
   * @return the methods; the first is the one whose time is compared
   */
  public static List<MinimizerFitter> ofSquares() {
    LevenbergMarquardt byDefault = new LevenbergMarquardt();
    return List.of(
        new MinimizerFitter("Curvelane", byDefault),
        new MinimizerFitter("not polished", byDefault.polishing(false)),
        new MinimizerFitter("geodesic", byDefault.acceleration(true)),
        new MinimizerFitter("Nielsen", byDefault.damping(Damping.NIELSEN)),
        new MinimizerFitter("D = I", byDefault.scaling(Scaling.IDENTITY)),
        new MinimizerFitter(
            "normal equations", byDefault.solver(LeastSquaresSolver.NORMAL_EQUATIONS)),
        new MinimizerFitter("L-BFGS", new Lbfgs().stopping(Stopping.DEFAULT.evaluations(1_500))));
  }
}
