package io.github.curvelane.check;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.GradientMoments;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Jacobian;
import io.github.curvelane.Objective;
import io.github.curvelane.Residuals;
import io.github.curvelane.SquareRootJacobian;
import io.github.curvelane.SymmetricOperator;
import java.util.Objects;

/**
 * Checks of the derivatives that an {@link Objective} gives, against differences of its own values
 * and gradients and against the algebra that every correct derivative satisfies. For writers of
 * objectives:
 *
 * <pre>{@code
 * Verdict verdict = Checks.all(objective, theta);
 * if (!verdict.passed()) {
 *   throw new AssertionError(verdict);
 * }
 * }</pre>
 *
 * <p>Differences are computed in the objective's precision: check in {@code double}, where a
 * gradient is compared to about 1e-9 of its size. In {@code float} what rounding hides is reported
 * as inconclusive and only gross faults are found.
 *
 * <p>Check at a point that is nowhere special: at a minimum, at θ = 0 or where units are saturated
 * wrong derivatives agree with right ones. Every error bound is measured (from two step sizes and
 * from the noise of the function), none is a fixed tolerance; near a kink the step is made smaller,
 * at a kink the comparison is inconclusive.
 *
 * <p>θ is copied and not changed. The points that an objective keeps for products are others
 * afterwards. Equal arguments give equal verdicts.
 */
public final class Checks {
  private Checks() {}

  // ---------------------------------------------------------------- everything

  /**
   * Checks everything that the objective can give: its gradient with the order test and, by the
   * capability interfaces it implements, its products, diagonals and residuals. Where an interface
   * has a question ({@link CurvatureDiagonals#diagonals}, {@link GradientMoments#hasExamples},
   * {@link Residuals#hasResiduals}, {@link SquareRootJacobian#hasJacobianRows}) it is asked first;
   * {@link Verdict#skipped} tells what was answered no.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException if θ has another length, a parameter is NaN or infinite, or
   *     E(θ) is
   */
  public static <A> Verdict all(Objective<A> objective, A theta) {
    return all(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks everything that the objective can give, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict all(Objective<A> objective, A theta, CheckOptions options) {
    Objects.requireNonNull(options, "options");
    Verdict verdict =
        gradient(objective, theta, options).and(gradientOrder(objective, theta, options));
    if (objective instanceof HessianProducts<A> products) {
      verdict = verdict.and(hessianVector(products, theta, options));
      verdict = verdict.and(hessianVectorOrder(products, theta, options));
    }
    if (objective instanceof GaussNewtonProducts<A> products) {
      verdict = verdict.and(gaussNewtonVector(products, theta, options));
    }
    if (objective instanceof Jacobian<A> jacobian) {
      verdict = verdict.and(jacobian(jacobian, theta, options));
    }
    if (objective instanceof GradientMoments<A> moments) {
      verdict =
          moments.hasExamples()
              ? verdict.and(empiricalFisherVector(moments, theta, options))
              : verdict.skipping("empirical Fisher-vector product: no examples (hasExamples)");
    }
    if (objective instanceof CurvatureDiagonals<A> diagonals) {
      verdict = diagonals(verdict, diagonals, theta, options);
    }
    if (objective instanceof Residuals<A> residuals
        && objective instanceof SquareRootJacobian<A> jacobian) {
      verdict = residuals(verdict, residuals, jacobian, theta, options);
    }
    return verdict;
  }

  private static <A> Verdict residuals(
      Verdict verdict,
      Residuals<A> residuals,
      SquareRootJacobian<A> jacobian,
      A theta,
      CheckOptions options) {
    if (!residuals.hasResiduals()) {
      return verdict.skipping("residuals: not a sum of squares (hasResiduals)");
    }
    return jacobian.hasJacobianRows()
        ? verdict.and(ResidualCheck.run(residuals, jacobian, theta, options))
        : verdict.skipping("residuals: no rows of their Jacobian (hasJacobianRows)");
  }

  private static <A> Verdict diagonals(
      Verdict verdict, CurvatureDiagonals<A> objective, A theta, CheckOptions options) {
    Verdict all = verdict;
    if (objective.diagonals().contains(Diagonal.HESSIAN)) {
      all = all.and(hessianDiagonal(objective, theta, options));
    } else {
      all = all.skipping("Hessian diagonal: not among diagonals()");
    }
    if (objective instanceof GaussNewtonProducts<A> products) {
      if (objective.diagonals().contains(Diagonal.GAUSS_NEWTON)) {
        SymmetricOperator<A> matrix = products.gaussNewton();
        Diagonal kind = Diagonal.GAUSS_NEWTON;
        all = all.and(DiagonalCheck.products(objective, matrix, kind, theta, options));
      } else {
        all = all.skipping("Gauss-Newton diagonal: not among diagonals()");
      }
    }
    if (objective instanceof GradientMoments<A> moments && moments.hasExamples()) {
      if (objective.diagonals().contains(Diagonal.EMPIRICAL_FISHER)) {
        SymmetricOperator<A> matrix = moments.empiricalFisher();
        Diagonal kind = Diagonal.EMPIRICAL_FISHER;
        all = all.and(DiagonalCheck.products(objective, matrix, kind, theta, options));
      } else {
        all = all.skipping("empirical Fisher diagonal: not among diagonals()");
      }
    }
    return all;
  }

  // ---------------------------------------------------------------- the gradient

  /**
   * Checks ∇E against central differences of E, with steps near 1e-5·max(1, |θ_i|): every
   * coordinate or, of many, a drawn selection, and directions that all coordinates have a part in.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict gradient(Objective<A> objective, A theta) {
    return gradient(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks ∇E against central differences of E, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict gradient(Objective<A> objective, A theta, CheckOptions options) {
    Objects.requireNonNull(options, "options");
    return GradientCheck.run(objective, theta, options);
  }

  /**
   * Tests the order of central differences of E near a step of 1e-3, along random directions: half
   * the step must divide their distance from ∇E·v by 4, from 3.5 to 4.5. It finds faults that are a
   * few percent of the truncation error and shows that the difference itself was sound.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict gradientOrder(Objective<A> objective, A theta) {
    return gradientOrder(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Tests the order of central differences of E, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict gradientOrder(Objective<A> objective, A theta, CheckOptions options) {
    Objects.requireNonNull(options, "options");
    return GradientCheck.order(objective, theta, options);
  }

  // ---------------------------------------------------------------- Hessian products

  /**
   * Checks Hv: all elements against central differences of ∇E along random directions, uᵀHv = vᵀHu,
   * linearity, and that a product leaves the kept point as it was.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict; of each direction one element, the farthest from its reference, and every
   *     one that is inconclusive or fails, up to the number of coordinates in the options
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict hessianVector(HessianProducts<A> objective, A theta) {
    return hessianVector(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks Hv, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict hessianVector(
      HessianProducts<A> objective, A theta, CheckOptions options) {
    Objects.requireNonNull(options, "options");
    return HessianCheck.run(objective, theta, options);
  }

  /**
   * Tests the order of central differences of ∇E near a step of 1e-3: half the step must divide the
   * norm of their distance from Hv by 4, from 3.5 to 4.5.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict hessianVectorOrder(HessianProducts<A> objective, A theta) {
    return hessianVectorOrder(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Tests the order of central differences of ∇E, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict hessianVectorOrder(
      HessianProducts<A> objective, A theta, CheckOptions options) {
    Objects.requireNonNull(options, "options");
    return HessianCheck.order(objective, theta, options);
  }

  // ---------------------------------------------------------------- Gauss-Newton products

  /**
   * Checks Gv by what it must satisfy: uᵀGv = vᵀGu, linearity, vᵀGv ≥ 0 also near the smallest
   * eigenvalue. That G is the matrix of this objective, and not another of the kind, values of E
   * cannot tell; in a model that is linear in θ G is H, and Gv can be compared with Hv.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict gaussNewtonVector(GaussNewtonProducts<A> objective, A theta) {
    return gaussNewtonVector(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks Gv, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict gaussNewtonVector(
      GaussNewtonProducts<A> objective, A theta, CheckOptions options) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(options, "options");
    return GaussNewtonCheck.run(
        objective, objective.gaussNewton(), "G", "Gauss-Newton-vector product", theta, options);
  }

  // ---------------------------------------------------------------- Jacobian products

  /**
   * Checks Jv and Jᵀu against each other: u·(Jv) = (Jᵀu)·v.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict jacobian(Jacobian<A> objective, A theta) {
    return jacobian(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks Jv and Jᵀu against each other, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict jacobian(Jacobian<A> objective, A theta, CheckOptions options) {
    Objects.requireNonNull(options, "options");
    return JacobianCheck.run(objective, theta, options);
  }

  // ---------------------------------------------------------------- moments of gradients

  /**
   * Checks the empirical Fisher product by what it must satisfy: uᵀFv = vᵀFu, linearity, vᵀFv ≥ 0
   * also near the smallest eigenvalue.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict empiricalFisherVector(GradientMoments<A> objective, A theta) {
    return empiricalFisherVector(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks the empirical Fisher product, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict empiricalFisherVector(
      GradientMoments<A> objective, A theta, CheckOptions options) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(options, "options");
    return GaussNewtonCheck.run(
        objective,
        objective.empiricalFisher(),
        "F",
        "empirical Fisher-vector product",
        theta,
        options);
  }

  // ---------------------------------------------------------------- residuals

  /**
   * Checks the residuals r of a sum of squares and the rows K of their Jacobian: E = ½c‖r‖² and ∇E
   * = c Kᵀr. With {@link #gradient(Objective, Object)} that finds a wrong derivative of a residual.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @param <O> an objective that can give both
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A, O extends Residuals<A> & SquareRootJacobian<A>> Verdict residuals(
      O objective, A theta) {
    return residuals(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks the residuals of a sum of squares and the rows of their Jacobian, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @param <O> an objective that can give both
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A, O extends Residuals<A> & SquareRootJacobian<A>> Verdict residuals(
      O objective, A theta, CheckOptions options) {
    Objects.requireNonNull(options, "options");
    return ResidualCheck.run(objective, objective, theta, options);
  }

  // ---------------------------------------------------------------- diagonals

  /**
   * Checks the exact {@linkplain Diagonal#HESSIAN Hessian diagonal} against central differences of
   * ∂E/∂θ_i along the i-th coordinate. (The Becker-LeCun recursions are approximations, to which E
   * has no reference.)
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict hessianDiagonal(CurvatureDiagonals<A> objective, A theta) {
    return hessianDiagonal(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks the exact Hessian diagonal, with options.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A> Verdict hessianDiagonal(
      CurvatureDiagonals<A> objective, A theta, CheckOptions options) {
    Objects.requireNonNull(options, "options");
    return DiagonalCheck.hessian(objective, theta, options);
  }

  /**
   * Checks the exact {@linkplain Diagonal#GAUSS_NEWTON Gauss-Newton diagonal} against products of G
   * with unit vectors.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @param <O> an objective that can give both
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A, O extends CurvatureDiagonals<A> & GaussNewtonProducts<A>>
      Verdict gaussNewtonDiagonal(O objective, A theta) {
    return gaussNewtonDiagonal(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks the exact {@linkplain Diagonal#GAUSS_NEWTON Gauss-Newton diagonal} against products of G
   * with unit vectors.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @param <O> an objective that can give both
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A, O extends CurvatureDiagonals<A> & GaussNewtonProducts<A>>
      Verdict gaussNewtonDiagonal(O objective, A theta, CheckOptions options) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(options, "options");
    return DiagonalCheck.products(
        objective, objective.gaussNewton(), Diagonal.GAUSS_NEWTON, theta, options);
  }

  /**
   * Checks the {@linkplain Diagonal#EMPIRICAL_FISHER empirical Fisher diagonal} against products of
   * the empirical Fisher matrix with unit vectors.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @param <O> an objective that can give both
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A, O extends CurvatureDiagonals<A> & GradientMoments<A>>
      Verdict empiricalFisherDiagonal(O objective, A theta) {
    return empiricalFisherDiagonal(objective, theta, CheckOptions.DEFAULT);
  }

  /**
   * Checks the {@linkplain Diagonal#EMPIRICAL_FISHER empirical Fisher diagonal} against products of
   * the empirical Fisher matrix with unit vectors.
   *
   * @param objective the objective
   * @param theta the point, N finite numbers
   * @param options what to look at
   * @param <A> {@code float[]} or {@code double[]}
   * @param <O> an objective that can give both
   * @return the verdict
   * @throws IllegalArgumentException as {@link #all(Objective, Object)}
   */
  public static <A, O extends CurvatureDiagonals<A> & GradientMoments<A>>
      Verdict empiricalFisherDiagonal(O objective, A theta, CheckOptions options) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(options, "options");
    return DiagonalCheck.products(
        objective, objective.empiricalFisher(), Diagonal.EMPIRICAL_FISHER, theta, options);
  }
}
