/** A curve that is fitted. */
class LeastSquaresFitFixture extends CurveFixture {}
