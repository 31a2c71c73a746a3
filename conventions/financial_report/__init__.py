"""The compte rendu financier of a private body (loi n° 2000-321, article 10; arrêté du 11 octobre 2006)."""
