SELECT made
FROM xenia.publication_sources
JOIN xenia.publications ON publications.id = publication_sources.publication
WHERE publication_sources.city = $1
ORDER BY publications.number DESC
