package io.github.curvelane.bench.problems;

import java.util.Arrays;

/**
 * A number with its gradient and its Hessian in the variables of {@link Jets} (forward mode, second
 * order): formulas written once give values alone, with gradients, or with Hessians. Each operation
 * returns a new number.
 */
final class Jet {
  /** The number. */
  double value;

  /** Its gradient, if the order of the evaluation has one. */
  double[] gradient = {};

  /** The lower triangle of its Hessian by rows, if the order has one. */
  double[] hessian = {};

  private final Jets space;

  Jet(Jets space) {
    this.space = space;
  }

  /** Makes this a number without derivatives. */
  Jet constant(double number) {
    value = number;
    Arrays.fill(gradient, 0);
    Arrays.fill(hessian, 0);
    return this;
  }

  /** Returns a number that depends on no variable. */
  Jet other(double number) {
    return space.take().constant(number);
  }

  Jet plus(Jet b) {
    return combined(b, 1);
  }

  Jet minus(Jet b) {
    return combined(b, -1);
  }

  /** Returns this + c·b. */
  Jet combined(Jet b, double c) {
    Jet sum = space.take();
    sum.value = value + c * b.value;
    if (space.order() != Jets.Order.VALUE) {
      for (int i = 0; i < gradient.length; i++) {
        sum.gradient[i] = gradient[i] + c * b.gradient[i];
      }
    }
    if (space.order() == Jets.Order.HESSIAN) {
      for (int k = 0; k < hessian.length; k++) {
        sum.hessian[k] = hessian[k] + c * b.hessian[k];
      }
    }
    return sum;
  }

  Jet plus(double c) {
    return mapped(value + c, 1, 0);
  }

  Jet minus(double c) {
    return mapped(value - c, 1, 0);
  }

  /** Returns c − this. */
  Jet from(double c) {
    return mapped(c - value, -1, 0);
  }

  Jet times(double c) {
    return mapped(c * value, c, 0);
  }

  Jet times(Jet b) {
    Jet product = space.take();
    product.value = value * b.value;
    if (space.order() != Jets.Order.VALUE) {
      for (int i = 0; i < gradient.length; i++) {
        product.gradient[i] = value * b.gradient[i] + b.value * gradient[i];
      }
    }
    if (space.order() == Jets.Order.HESSIAN) {
      for (int i = 0, k = 0; i < gradient.length; i++) {
        for (int j = 0; j <= i; j++, k++) {
          product.hessian[k] =
              (value * b.hessian[k] + b.value * hessian[k])
                  + (gradient[i] * b.gradient[j] + b.gradient[i] * gradient[j]);
        }
      }
    }
    return product;
  }

  Jet over(Jet b) {
    return times(b.inverse());
  }

  Jet inverse() {
    double inverse = 1 / value;
    return mapped(inverse, -inverse * inverse, 2 * inverse * inverse * inverse);
  }

  Jet squared() {
    return mapped(value * value, 2 * value, 2);
  }

  Jet cubed() {
    return mapped(value * value * value, 3 * value * value, 6 * value);
  }

  Jet sqrt() {
    double root = Math.sqrt(value);
    return mapped(root, 0.5 / root, -0.25 / (root * value));
  }

  Jet exp() {
    double e = Math.exp(value);
    return mapped(e, e, e);
  }

  /** Returns log|this|. */
  Jet logOfSize() {
    return mapped(Math.log(Math.abs(value)), 1 / value, -1 / (value * value));
  }

  Jet sin() {
    double sine = Math.sin(value);
    return mapped(sine, Math.cos(value), -sine);
  }

  Jet cos() {
    double cosine = Math.cos(value);
    return mapped(cosine, -Math.sin(value), -cosine);
  }

  Jet atan() {
    double slope = 1 / (1 + value * value);
    return mapped(Math.atan(value), slope, -2 * value * slope * slope);
  }

  /** Returns f(this), of the values of f, f′ and f″. */
  private Jet mapped(double f, double first, double second) {
    Jet image = space.take();
    image.value = f;
    if (space.order() != Jets.Order.VALUE) {
      for (int i = 0; i < gradient.length; i++) {
        image.gradient[i] = first * gradient[i];
      }
    }
    if (space.order() == Jets.Order.HESSIAN) {
      for (int i = 0, k = 0; i < gradient.length; i++) {
        for (int j = 0; j <= i; j++, k++) {
          image.hessian[k] = first * hessian[k] + second * gradient[i] * gradient[j];
        }
      }
    }
    return image;
  }
}
