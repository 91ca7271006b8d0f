package io.github.curvelane.examples;

import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.nn.NetworkObjective;

/** Which matrix of second derivatives. */
enum SpectrumMatrix {
  HESSIAN("the Hessian"),
  GAUSS_NEWTON("the Gauss-Newton matrix"),
  FISHER("the empirical Fisher matrix");

  private final String title;

  SpectrumMatrix(String title) {
    this.title = title;
  }

  /** What people call it. */
  String title() {
    return title;
  }

  /** The matrix at the point that the objective keeps. */
  <A> SymmetricOperator<A> of(NetworkObjective<A> objective) {
    return switch (this) {
      case HESSIAN -> objective.hessian();
      case GAUSS_NEWTON -> objective.gaussNewton();
      case FISHER -> objective.empiricalFisher();
    };
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
