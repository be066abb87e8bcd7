//! `cargo gen render`: a template of one's own over a source, again and again.

use serde_json::json;

use super::{new, outcome};
use crate::cli::Render;
use crate::error::CommandError;
use crate::lock::Lock;
use crate::read;
use crate::recipe::{Recipe, Verb, path_between, tidy};
use crate::report::Answer;
use crate::settings::Settings;
use crate::stage;
use crate::template;

/// Renders into `--out`; files that were not edited since are replaced.
pub(super) fn run(args: &Render, settings: &Settings) -> Result<Answer, CommandError> {
    let out = tidy(&args.out);
    let template = settings.template(&args.template)?;
    let manifest = template.manifest()?;
    let turn = stage::take_turn(&out)?;
    let before = Lock::read(&out)?;
    if before
        .as_ref()
        .is_some_and(|lock| !matches!(lock.recipe.verb, Verb::Render | Verb::Stringer))
    {
        let message = format!("`{}` holds what another command generated", out.display());
        return Err(CommandError::usage(message).help("choose another `--out`"));
    }
    let given = new::given(&args.answers)?;
    let answers = template::resolve(&manifest, &given, &new::folder_name(&out))?;
    let (_, compiled) = read::model::read(&args.from, &settings.include, settings.compiler)?;
    let from_out = |path: &std::path::PathBuf| path_between(&out, path);
    let recipe = Recipe {
        template: Some(template.reference(
            new::locked_name(settings.template_source(&args.template), &out),
            &manifest,
        )),
        answers: template::stored(&manifest.questions, &answers),
        secrets: template::secrets(&manifest.questions, &answers),
        sources: args.from.iter().map(from_out).collect(),
        includes: compiled.iter().flat_map(|c| &c.includes).map(from_out).collect(),
        stringers: before.as_ref().map(|l| l.recipe.stringers.clone()).unwrap_or_default(),
        ..Recipe::new(Verb::Render)
    };
    let files = recipe.make(&out, settings)?;
    let lock = Lock::new(recipe, &files, before.as_ref());
    let mut plan = stage::plan(&out, files, before.as_ref(), lock.to_contents()?)?;
    if args.force {
        plan.force();
    }
    if args.check {
        return outcome::checked(&plan, "render");
    }
    let json = json!({ "verb": "render", "template": manifest.name });
    outcome::finish(&plan, &turn, args.preview, settings, json)
}
