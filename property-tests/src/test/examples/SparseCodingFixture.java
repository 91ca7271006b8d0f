import java.util.Random;

/** Patches of noise. */
class SparseCodingFixture extends Fixture {
  final double[] patches = new Random(1).doubles(500 * 64, -1, 1).toArray();
}
