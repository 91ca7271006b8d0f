/** A curve to fit. */
class LevenbergMarquardtFixture extends CurveFixture {}
