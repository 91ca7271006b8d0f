package io.github.curvelane.bench.problems;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import java.util.Arrays;

/**
 * A problem of the collection as one function, E = Σ f_i² without ½, with its gradient 2Jᵀf and
 * exact products with H = 2(JᵀJ + Σ f_i ∇²f_i) and G = 2JᵀJ. The matrices are computed for the
 * first product at a point.
 */
public final class MghObjective
    implements HessianProducts<double[]>, GaussNewtonProducts<double[]> {
  private final MghProblem problem;
  private final int n;
  private final Jets jets;
  private final double[] jacobian;
  private final double[] tangent;
  private final double[] hessian;
  private double[] theta;
  private boolean hasHessian;

  MghObjective(MghProblem problem) {
    this.problem = problem;
    this.n = problem.variables();
    this.jets = new Jets(n);
    this.jacobian = new double[problem.residuals() * n];
    this.tangent = new double[problem.residuals()];
    this.hessian = new double[n * n];
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public int dimension() {
    return n;
  }

  @Override
  public double value(double[] theta) {
    check("theta", theta);
    this.theta = null;
    double sum = 0;
    for (Jet f : problem.formulas().of(jets.variables(theta, Jets.Order.VALUE))) {
      sum += f.value * f.value;
    }
    return sum;
  }

  @Override
  public double valueAndGradient(double[] theta, double[] gradient) {
    check("theta", theta);
    check("gradient", gradient);
    this.theta = null;
    Jet[] f = problem.formulas().of(jets.variables(theta, Jets.Order.GRADIENT));
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (int i = 0; i < f.length; i++) {
      sum += f[i].value * f[i].value;
      for (int j = 0; j < n; j++) {
        jacobian[i * n + j] = f[i].gradient[j];
        gradient[j] += 2 * f[i].value * f[i].gradient[j];
      }
    }
    return sum;
  }

  @Override
  public double linearize(double[] theta, double[] gradient) {
    check("theta", theta);
    for (int j = 0; j < n; j++) {
      if (!Double.isFinite(theta[j])) {
        throw new IllegalArgumentException(
            "theta[%d] is %s, must be finite".formatted(j, theta[j]));
      }
    }
    double value = valueAndGradient(theta, gradient);
    this.theta = theta;
    hasHessian = false;
    return value;
  }

  @Override
  public void gaussNewtonVector(double[] v, double[] product) {
    checkProduct(v, product);
    Arrays.fill(product, 0);
    for (int i = 0; i < tangent.length; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += jacobian[i * n + j] * v[j];
      }
      for (int j = 0; j < n; j++) {
        product[j] += 2 * sum * jacobian[i * n + j];
      }
    }
  }

  @Override
  public void hessianVector(double[] v, double[] product) {
    checkProduct(v, product);
    if (!hasHessian) {
      computeHessian();
    }
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += hessian[i * n + j] * v[j];
      }
      product[i] = sum;
    }
  }

  private void computeHessian() {
    Arrays.fill(hessian, 0);
    for (Jet f : problem.formulas().of(jets.variables(theta, Jets.Order.HESSIAN))) {
      for (int i = 0, k = 0; i < n; i++) {
        for (int j = 0; j <= i; j++, k++) {
          hessian[i * n + j] += 2 * (f.gradient[i] * f.gradient[j] + f.value * f.hessian[k]);
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        hessian[j * n + i] = hessian[i * n + j];
      }
    }
    hasHessian = true;
  }

  private void checkProduct(double[] v, double[] product) {
    check("v", v);
    check("product", product);
    if (theta == null) {
      throw new IllegalStateException("no point is kept: call linearize first");
    }
    if (v == product || product == theta) {
      throw new IllegalArgumentException(
          "product and " + (v == product ? "v" : "theta") + " are the same array");
    }
  }

  private void check(String name, double[] array) {
    if (array.length != n) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have %d".formatted(name, array.length, n));
    }
  }

  @Override
  public String toString() {
    return problem.toString();
  }
}
