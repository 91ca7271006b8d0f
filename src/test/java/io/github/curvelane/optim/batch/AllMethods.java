package io.github.curvelane.optim.batch;

import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every method, for tests of what all must do. */
final class AllMethods {
  private AllMethods() {}

  /** Those that need no more than products, by name. */
  static Map<String, Minimizer> general() {
    Map<String, Minimizer> methods = new LinkedHashMap<>();
    methods.put("coordinates", new CoordinateDescent());
    methods.put("steepest", new SteepestDescent());
    methods.put("steepest, backtracking", new SteepestDescent(new Armijo(), Stopping.DEFAULT));
    for (ConjugateGradient.Formula formula : ConjugateGradient.Formula.values()) {
      methods.put(
          "cg " + formula,
          new ConjugateGradient(formula, 6, new MoreThuente(1e-4, 0.1), Stopping.DEFAULT));
    }
    methods.put("cg, Hager and Zhang's search", cgDescent());
    methods.put("scg", new ScaledConjugateGradient());
    methods.put("l-bfgs", new Lbfgs());
    methods.put("l-bfgs, backtracking", new Lbfgs(10, new Armijo(), Stopping.DEFAULT));
    methods.put("bfgs", new Bfgs());
    methods.put("steihaug", new SteihaugTrustRegion());
    methods.put("hessian-free", new HessianFree());
    methods.put("newton", new RegularizedNewton());
    methods.put("saddle-free", new SaddleFreeNewton());
    methods.put("saddle-free in a Krylov space", new SaddleFreeNewton(1, 8, Stopping.DEFAULT));
    return methods;
  }

  /** Those for networks with a loss, by name. */
  static Map<String, Minimizer> forNetworks(String loss) {
    Map<String, Minimizer> methods = new LinkedHashMap<>(general());
    methods.remove("coordinates");
    methods.put("rule", new RuleDescent(new Momentum(0.9), Schedule.constant(0.02)));
    methods.put(
        "l-bfgs, Hager and Zhang's search", new Lbfgs(5, new HagerZhang(), Stopping.DEFAULT));
    return methods;
  }

  private static ConjugateGradient cgDescent() {
    return new ConjugateGradient(
        ConjugateGradient.Formula.HAGER_ZHANG, 6, new HagerZhang(), Stopping.DEFAULT);
  }
}
