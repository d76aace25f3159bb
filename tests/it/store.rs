//! The store, the same tests on SQLite and, where `ECOSYSTEEMKAART_TEST_POSTGRES` names a server, on PostgreSQL.

use std::collections::BTreeSet;
use std::process::Command;

use ecosysteemkaart::ecosystem::{NameDecision, SignalStatus};
use ecosysteemkaart::store::{By, Missing, NewStatus, NewTest, NewVersion, Scope, Store, StoreError, holder};
use time::OffsetDateTime;

use super::command_line::{json, run, text};

/// A database of its own for one test, and what keeps it.
pub struct Database {
    pub url: String,
    _folder: tempfile::TempDir,
}

/// A new database of each kind that there is here.
pub async fn databases() -> Vec<Database> {
    let folder = || tempfile::tempdir().unwrap();
    let sqlite = folder();
    let url = format!("sqlite://{}", sqlite.path().join("store.db").display());
    let mut databases = vec![Database { url, _folder: sqlite }];
    if let Ok(server) = std::env::var("ECOSYSTEEMKAART_TEST_POSTGRES") {
        databases.push(Database { url: new_postgres(&server), _folder: folder() });
    }
    databases
}

/// A database on a server; the server is thrown away after the tests.
fn new_postgres(server: &str) -> String {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).unwrap();
    let name = format!("t{:016x}", u64::from_le_bytes(random));
    let made = Command::new("psql").args([server, "-qc", &format!("CREATE DATABASE {name}")]).status().unwrap();
    assert!(made.success(), "psql {server}");
    format!("{}/{name}", server.rsplit_once('/').unwrap().0)
}

pub fn by(who: &str, second: i64) -> By {
    By { who: who.to_owned(), at: OffsetDateTime::from_unix_timestamp(1_800_000_000 + second).unwrap() }
}

fn version<'a>(dataset: &'a str, content: &'a [u8]) -> NewVersion<'a> {
    NewVersion { dataset, content, media_type: "application/zip", findings: "[]", closed: None }
}

/// Runs a test on a new database of each kind.
async fn on_each<F: Future<Output = ()>>(test: impl Fn(Store, String) -> F) {
    for database in databases().await {
        let store = Store::open(&database.url, Missing::Create).await.unwrap();
        test(store, database.url.clone()).await;
    }
}

#[actix_web::test]
async fn versions_are_numbered_and_keep_their_bytes() {
    on_each(|store, url| async move {
        assert_eq!(store.versions().await.unwrap(), []);
        assert_eq!(store.last_change().await.unwrap(), 0);
        // All bytes, and more than one page of a database.
        let content: Vec<u8> = (0..300_000_u32).map(|n| (n % 256) as u8).collect();
        let first = store.add_version(version("a", &content), &by("desk", 1)).await.unwrap();
        let second = store.add_version(version("a", b"PK two"), &by("desk", 2)).await.unwrap();
        let other = store.add_version(version("b", b""), &by("other", 3)).await.unwrap();
        assert_eq!((first.number, first.replaces), (1, None));
        assert_eq!((second.number, second.replaces), (2, Some(1)));
        assert_eq!((other.number, other.replaces), (1, None));
        assert_eq!(second.sha256, sha256sum(b"PK two"));
        // Another process sees the same.
        let again = Store::open(&url, Missing::Refuse).await.unwrap();
        assert_eq!(again.versions().await.unwrap(), [first, second, other]);
        assert_eq!(again.content("a", 1).await.unwrap().unwrap(), content);
        assert_eq!(again.content("a", 2).await.unwrap().unwrap(), b"PK two");
        assert_eq!(again.content("b", 1).await.unwrap().unwrap(), b"");
        assert_eq!(again.content("a", 3).await.unwrap(), None);
        assert_eq!(again.last_change().await.unwrap(), 3);
    })
    .await;
}

/// As the system's own program says it.
fn sha256sum(content: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), content).unwrap();
    let output = Command::new("sha256sum").arg(file.path()).output().unwrap();
    String::from_utf8(output.stdout).unwrap().split_whitespace().next().unwrap().to_owned()
}

#[actix_web::test]
async fn many_uploads_at_once_are_numbered_one_by_one() {
    for database in databases().await {
        // Stores of their own, as of several replicas.
        let mut stores = Vec::new();
        for _ in 0..4 {
            stores.push(Store::open(&database.url, Missing::Create).await.unwrap());
        }
        let uploads: Vec<_> = (0..40_usize)
            .map(|n| {
                let store = stores[n % 4].clone();
                tokio::task::spawn_local(async move {
                    let content = format!("content {n}");
                    let kept =
                        store.add_version(version("a", content.as_bytes()), &by("desk", n as i64)).await.unwrap();
                    (kept.number, kept.replaces, content)
                })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for upload in uploads {
            let (number, replaces, content) = upload.await.unwrap();
            assert_eq!(replaces, (number > 1).then_some(number - 1));
            assert_eq!(stores[0].content("a", number).await.unwrap().unwrap(), content.as_bytes());
            numbers.insert(number);
        }
        assert_eq!(numbers, (1..=40).collect());
        assert_eq!(stores[3].last_change().await.unwrap(), 40);
        let lines = stores[1].audit().await.unwrap();
        assert_eq!(lines.iter().map(|line| line.number).collect::<Vec<_>>(), (1..=40).collect::<Vec<_>>());
    }
}

#[actix_web::test]
async fn an_upload_that_is_broken_off_leaves_nothing() {
    on_each(|store, _| async move {
        let content = vec![7_u8; 4 << 20];
        let (upload, writer) = (store.clone(), by("desk", 1));
        for wait in 0..20 {
            let bytes = content.clone();
            let (upload, by) = (upload.clone(), writer.clone());
            let work = async move { upload.add_version(version("a", &bytes), &by).await };
            // A client that goes away drops the work at any moment.
            let _ = tokio::time::timeout(std::time::Duration::from_millis(wait), work).await;
        }
        // What was under way when its client went ends, or is taken back, a moment later.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let versions = store.versions().await.unwrap();
        let changes = store.last_change().await.unwrap();
        assert_eq!((versions.len() as i64, store.audit().await.unwrap().len() as i64), (changes, changes));
        for version in &versions {
            assert_eq!(store.content("a", version.number).await.unwrap().unwrap(), content);
        }
    })
    .await;
}

#[actix_web::test]
async fn a_dataset_stays_closed_until_an_upload_opens_it() {
    on_each(|store, _| async move {
        let upload = |closed| NewVersion { closed, ..version("a", b"PK") };
        for (said, is_closed) in [(None, false), (Some(true), true), (None, true), (Some(false), false), (None, false)]
        {
            assert_eq!(store.add_version(upload(said), &by("desk", 1)).await.unwrap().closed, is_closed);
        }
    })
    .await;
}

#[actix_web::test]
async fn the_last_word_on_names_and_signals_holds() {
    on_each(|store, _| async move {
        let decision = |decision: &str| NameDecision {
            keep: "Provincie Fryslân".into(),
            merge: "Prov. Fryslân".into(),
            decision: decision.into(),
        };
        store.decide_name("a", &decision("same"), Some("zelfde KVK-nummer"), &by("desk", 1)).await.unwrap();
        store.decide_name("b", &decision("same"), None, &by("desk", 2)).await.unwrap();
        store.decide_name("a", &decision("different"), None, &by("other", 3)).await.unwrap();
        let names = store.name_decisions().await.unwrap();
        let words: Vec<_> =
            names.iter().map(|kept| (&*kept.dataset, &*kept.decision.decision, &*kept.by.who)).collect();
        assert_eq!(words, [("a", "different", "other"), ("b", "same", "desk")]);
        assert_eq!((names[0].by.at, &*names[0].decision.keep), (by("", 3).at, "Provincie Fryslân"));

        let status = |status, note: Option<&str>| NewStatus {
            status,
            owner: Some(String::from("Regiodesk")),
            date: Some(time::macros::date!(2026 - 03 - 01)),
            note: note.map(str::to_owned),
        };
        let first = status(SignalStatus::Agreed, Some("‘afspraak’ é"));
        store.set_status("a", "overlap:x|y", &first, &by("desk", 4)).await.unwrap();
        store.set_status("a", "thin:PV21", &status(SignalStatus::OnPurpose, None), &by("desk", 5)).await.unwrap();
        store.set_status("a", "thin:PV21", &status(SignalStatus::Solved, None), &by("desk", 6)).await.unwrap();
        let kept = store.statuses().await.unwrap();
        assert_eq!(kept.len(), 2);
        assert_eq!((&*kept[0].signal, &kept[0].status), ("overlap:x|y", &first));
        assert_eq!((&*kept[1].signal, kept[1].status.status), ("thin:PV21", SignalStatus::Solved));
        // Nothing was overwritten.
        let what: Vec<String> = store.audit().await.unwrap().into_iter().map(|line| line.what).collect();
        assert_eq!(what, [["name-decision"; 3], ["signal"; 3]].concat());
    })
    .await;
}

#[actix_web::test]
async fn tests_of_a_dataset_are_kept_latest_first() {
    on_each(|store, _| async move {
        let test = |dataset, version, proposal| NewTest { dataset, version, proposal, verdict: "{\"fits\":true}" };
        let first = store.keep_test(test("a", Some(1), "{\"name\":\"één\"}"), &by("desk", 1)).await.unwrap();
        let second = store.keep_test(test("a", None, "{}"), &by("desk", 2)).await.unwrap();
        store.keep_test(test("b", None, "{}"), &by("desk", 3)).await.unwrap();
        assert_eq!((store.count_tests("a").await.unwrap(), store.count_tests("c").await.unwrap()), (2, 0));
        assert_eq!(store.tests("a", 1, 1).await.unwrap()[0].number, first);
        assert_eq!(store.tests("a", 2, 9).await.unwrap(), []);
        let tests = store.tests("a", 0, 9).await.unwrap();
        assert_eq!(
            tests.iter().map(|test| (test.number, test.version)).collect::<Vec<_>>(),
            [(second, None), (first, Some(1))]
        );
        assert_eq!((&*tests[1].proposal, &*tests[1].verdict), ("{\"name\":\"één\"}", "{\"fits\":true}"));
    })
    .await;
}

#[actix_web::test]
async fn tokens_open_what_they_are_for_until_they_are_revoked() {
    on_each(|store, _| async move {
        let write = store.create_token("desk", Scope::Write, None, &by("test", 1)).await.unwrap();
        let read = store.create_token("reader", Scope::Read, Some("a"), &by("test", 2)).await.unwrap();
        // 256 bits in hexadecimal, and the mark.
        assert_eq!((write.len(), read.len()), (67, 67));
        let again = store.create_token("desk", Scope::Read, None, &by("test", 3)).await.unwrap_err();
        assert!(matches!(again, StoreError::TokenExists { .. }), "{again:?}");

        let tokens = store.tokens().await.unwrap();
        assert!(!format!("{tokens:?}").contains(&write[3..]), "a secret is kept");
        assert!(format!("{tokens:?}").contains(&sha256sum(write.as_bytes())));
        let desk = holder(&tokens, &write).unwrap();
        assert!(desk.allows(Scope::Write, "a") && desk.allows(Scope::Read, "b"));
        let reader = holder(&tokens, &read).unwrap();
        assert!(reader.allows(Scope::Read, "a"));
        assert!(!reader.allows(Scope::Read, "b") && !reader.allows(Scope::Write, "a"));
        for wrong in ["", "ek_", &write[..66], &format!("{write}0"), &write.replace("ek_", "")] {
            assert_eq!(holder(&tokens, wrong), None, "{wrong}");
        }

        store.revoke_token("desk", &by("test", 4)).await.unwrap();
        assert_eq!(holder(&store.tokens().await.unwrap(), &write), None);
        for name in ["desk", "nobody"] {
            let error = store.revoke_token(name, &by("test", 5)).await.unwrap_err();
            assert!(matches!(error, StoreError::NoToken { .. }), "{error:?}");
        }
        // What came to nothing is not in the log.
        assert_eq!(store.last_change().await.unwrap(), 3);
    })
    .await;
}

#[actix_web::test]
async fn a_store_that_cannot_be_opened_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("new.db").display());
    let error = Store::open(&url, Missing::Refuse).await.unwrap_err();
    assert!(error.to_string().contains("token create"), "{error}");
    assert!(!folder.path().join("new.db").exists());
    let error = Store::open("mysql://there", Missing::Create).await.unwrap_err();
    assert!(error.to_string().contains("postgres://"), "{error}");
    let error = Store::open("postgres://nobody@127.0.0.1:1/none", Missing::Create).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    std::fs::write(folder.path().join("text.db"), "this is no database, but a text of some length").unwrap();
    let url = format!("sqlite://{}", folder.path().join("text.db").display());
    let error = Store::open(&url, Missing::Refuse).await.unwrap_err();
    assert!(format!("{error:?}").contains("not a database"), "{error:?}");
}

#[actix_web::test]
async fn a_database_file_that_was_removed_takes_no_more_changes() {
    let database = databases().await.swap_remove(0);
    let store = Store::open(&database.url, Missing::Create).await.unwrap();
    std::fs::remove_file(database.url.strip_prefix("sqlite://").unwrap()).unwrap();
    let error = store.add_version(version("a", b"PK"), &by("desk", 1)).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
}

#[actix_web::test]
async fn a_database_of_a_later_program_is_left_alone() {
    on_each(|store, url| async move {
        store.create_token("desk", Scope::Write, None, &by("test", 1)).await.unwrap();
        let later = "UPDATE _sqlx_migrations SET version = 9000";
        match url.strip_prefix("sqlite://") {
            Some(path) => {
                let script =
                    "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()";
                assert!(Command::new("python3").args(["-c", script, path, later]).status().unwrap().success());
            }
            None => assert!(Command::new("psql").args([&url, "-qc", later]).status().unwrap().success()),
        }
        let error = Store::open(&url, Missing::Refuse).await.unwrap_err();
        assert!(matches!(error, StoreError::Tables(_)), "{error:?}");
        assert_eq!(store.tokens().await.unwrap().len(), 1);
    })
    .await;
}

#[test]
fn the_command_makes_lists_and_revokes_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_ecosysteemkaart"))
            .args(arguments)
            .current_dir(folder.path())
            .env_remove("ECOSYSTEEMKAART_DATABASE")
            .output()
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.success(), text(output.stdout), text(output.stderr))
    };
    let (found, _, said) = run(&["token", "list"]);
    assert!(!found && said.contains("token create"), "{said}");
    let (made, secret, _) = run(&["token", "create", "--name", "desk", "--scope", "write", "--dataset", "a"]);
    assert!(made && secret.starts_with("ek_"), "{secret}");
    assert!(folder.path().join("ecosysteemkaart.db").is_file());
    let (_, list, _) = run(&["token", "list"]);
    assert!(list.starts_with("desk\twrite\ta\t") && list.contains("in use") && !list.contains(secret.trim()), "{list}");
    assert!(run(&["token", "revoke", "--name", "desk"]).0);
    assert!(run(&["token", "list"]).1.contains("revoked "));
    let (again, _, said) = run(&["token", "revoke", "--name", "desk"]);
    assert!(!again && said.contains("no token desk"), "{said}");
    let (odd, _, said) = run(&["token", "create", "--name", "J. de Vries", "--scope", "read"]);
    assert!(!odd && said.contains("no name"), "{said}");
}

#[actix_web::test]
async fn the_audit_log_can_be_printed() {
    on_each(|store, url| async move {
        store.create_token("desk", Scope::Write, None, &by("command line", 1)).await.unwrap();
        store.add_version(version("a", b"PK"), &by("desk", 2)).await.unwrap();
        let printed = run(&["audit", "--database", &url, "--format", "json"]);
        let lines = json(&printed);
        let of = |field: &str| lines.as_array().unwrap().iter().map(|line| line[field].clone()).collect::<Vec<_>>();
        assert_eq!((of("number"), of("by")), (vec![1.into(), 2.into()], vec!["command line".into(), "desk".into()]));
        assert_eq!((&lines[1]["what"], &lines[1]["which"]), (&"version".into(), &"a".into()));
        assert_eq!(lines[1]["at"], "2027-01-15T08:00:02Z");
        let text = text(&run(&["audit", "--database", &url]).stdout);
        assert_eq!(text.lines().nth(1), Some("2\t2027-01-15T08:00:02Z\tdesk\tversion\ta"));
    })
    .await;
    let missing = run(&["audit", "--database", "sqlite:///nergens/store.db"]);
    assert!(!missing.status.success() && missing.stdout.is_empty());
}
