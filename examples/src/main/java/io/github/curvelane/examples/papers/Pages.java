package io.github.curvelane.examples.papers;

import java.util.List;

/** All pages, in the order of the report. */
public final class Pages {
  private static final List<Page> ALL =
      List.of(
          new StepSizes(),
          new ErrorEllipses(),
          new DependentInputs(),
          new Sigmoids(),
          new TwoGaussians(),
          new MinimalNetwork(),
          new NewtonWhitening(),
          new ConjugateDirections(),
          new EigenvectorTracking(),
          new DiagonalRates(),
          new DiagonalRatesSpeed(),
          new OnlineCurvature(),
          new RateConstants(),
          new LayerSpectra(),
          new Redundancy(),
          new Tricks(),
          new EmphasizedErrors(),
          new BrainDamage(),
          new BradySets(),
          new SpoiledClouds(),
          new SpoiledLayers(),
          new StepRegimes(),
          new ConditionNumber(),
          new ScaledAxes(),
          new RateDecay(),
          new ResilientSteps(),
          new QuickSteps(),
          new MomentumSurfaces(),
          new GradientNorms(),
          new SaddlePoints(),
          new Cliffs(),
          new WrongSide(),
          new Canyon(),
          new Zigzag(),
          new AlgorithmOrder(),
          new DeepStarts(),
          new DeepNormalization(),
          new ShortPaths(),
          new AveragedParameters(),
          new Curriculum(),
          new GreedyLayers(),
          new TransferredLayers(),
          new TeachersHints(),
          new SurrogateLoss(),
          new BlurredObjectives());

  private Pages() {}

  /**
   * Returns the pages.
   *
   * @return the pages; an unmodifiable list
   */
  public static List<Page> all() {
    return ALL;
  }
}
