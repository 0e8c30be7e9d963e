// The InnerSource Commons repository activity score, term by term as its pattern publishes it
// (patterns.innersourcecommons.org/p/repository-activity-score): the oracle of ours.
// Reads {now, repositories} as JSON from standard input, writes the scores as JSON.
import { readFileSync } from "node:fs";

const DAY = 1000 * 86400;

function score(repo, now) {
  const metadata = repo._InnerSourceMetadata ?? {};
  // a start that gives active repositories with few forks and stars a chance
  let found = 50;
  found += repo.forks_count * 5;
  found += repo.subscribers_count ? repo.subscribers_count : 0;
  found += repo.stargazers_count / 3;
  found += repo.open_issues_count / 5;
  // updated today doubles it, a hundred days ago adds nothing
  const sinceUpdate = (now - Date.parse(repo.updated_at)) / DAY;
  found *= 1 + (100 - Math.min(sinceUpdate, 100)) / 100;
  // commits a week over the last quarter: up to twice as much from ten on
  if (metadata.participation) {
    const quarter = metadata.participation.slice(metadata.participation.length - 13);
    const weekly = quarter.reduce((sum, commits) => sum + commits) / 13;
    found *= 1 + Math.min(Math.max(weekly - 3, 0), 7) / 7;
  }
  // young ones get a boost that fades with age and idleness
  let boost = 1000 - Math.min(sinceUpdate, 365) * 2.74;
  const sinceCreation = (now - Date.parse(repo.created_at)) / DAY;
  boost *= (365 - Math.min(sinceCreation, 365)) / 365;
  found += boost;
  const tells = (repo.description && repo.description.length > 30)
    || (metadata.motivation && metadata.motivation.length > 30);
  found += tells ? 50 : 0;
  found += metadata.guidelines ? 100 : 0;
  // open ended, but hardly above 5,000
  if (found > 3000) {
    found = 3000 + Math.log(found) * 100;
  }
  return Math.round(found - 50);
}

const { now, repositories } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(repositories.map((one) => score(one, Date.parse(now)))));
